import { registerService, toDataUri } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Amount } from "../ui/Amount.tsx";
import { FullAddress } from "../ui/FullAddress.tsx";
import { fileOf } from "./registration.ts";

/** A service to register. Empty texts are left out. */
export interface ServiceForm {
  name: string;
  description: string;
  category: string;
  /** Base units of SCV. */
  price: bigint | undefined;
  unit: string;
  endpoint: string;
}

/** Registers a service of the account, which also becomes its wallet. */
export const registerServiceFlow: Flow<ServiceForm> = {
  name: "registerService",
  async review({ client, account, t }, form) {
    const { name, category, price, unit, endpoint } = form;
    const text = t.provide;
    const file = fileOf({ ...form, active: true });
    const prepared = await registerService.prepare(client, {
      file,
      price,
      category: category || undefined,
      unit: unit || undefined,
      endpoint: endpoint || undefined,
    });
    await prepared.simulate();
    return {
      title: text.registerTitle(name),
      lines: [
        ...(category === "" ? [] : [{ label: text.category, value: category }]),
        {
          label: text.price,
          value: price === undefined ? t.discover.noPrice : createElement(Amount, { value: price, exact: true }),
        },
        ...(unit === "" ? [] : [{ label: text.unit, value: unit }]),
        ...(endpoint === "" ? [] : [{ label: text.endpoint, value: endpoint }]),
        { label: text.paidTo, value: createElement(FullAddress, { value: account }) },
        { label: text.stored, value: text.bytes(toDataUri(file).length) },
        { label: text.fee, value: text.feeNone, kind: "fee" },
        { label: text.canChange, value: text.canChangeRule },
      ],
      steps: [{ kind: "transaction", label: text.registerTitle(name), ...prepared }],
      done: ([sent]) => ({
        text: text.registered(name),
        next: { to: `/services/${(sent as { agentId: bigint }).agentId}`, label: text.see },
      }),
    };
  },
};
