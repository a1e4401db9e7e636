import { collectFees, readFees } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Amount } from "../ui/Amount.tsx";
import { shortAmount } from "../ui/format.ts";

/** Moves the hub's fees to the treasury. */
export const collectFeesFlow: Flow<object> = {
  name: "collectFees",
  async review({ client, t }) {
    const text = t.treasury;
    const [{ uncollected }, prepared] = await Promise.all([readFees(client), collectFees.prepare(client, undefined)]);
    await prepared.simulate();
    return {
      title: text.collectTitle,
      lines: [
        { label: t.common.amount, value: createElement(Amount, { value: uncollected, exact: true }), kind: "arrives" },
        { label: text.goesTo, value: text.theTreasury },
        { label: text.whoMay, value: text.anyone },
      ],
      steps: [{ kind: "transaction", label: text.collectTitle, ...prepared }],
      done: ([sent]) => ({ text: text.collectedDone(shortAmount((sent as { amount: bigint }).amount)) }),
    };
  },
};
