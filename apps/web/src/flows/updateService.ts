import {
  planServiceUpdate,
  serviceMetadata,
  setServiceMetadata,
  setServiceUri,
  type ServiceField,
} from "@servicecoin/sdk";
import { createElement, type ReactNode } from "react";
import type { Flow, FlowContext, TransactionStep } from "../flow/flow.ts";
import { Amount } from "../ui/Amount.tsx";
import { fileOf, fileOnChain } from "./registration.ts";
import type { ServiceForm } from "./registerService.ts";

/** A service as it shall be. */
export interface ServiceChange extends ServiceForm {
  agentId: number;
  /** URI of its file so far. */
  uri: string;
  active: boolean;
  /** Fields that it has on the chain. */
  had: readonly string[];
  what: "edit" | "pause" | "resume";
}

/** Edits, pauses or resumes a service: one transaction for each field that differs. */
export const updateServiceFlow: Flow<ServiceChange> = {
  name: "updateService",
  async review(context, change) {
    const { client, t } = context;
    const text = t.provide;
    const { name, what, category, price, unit, endpoint } = change;
    const agentId = BigInt(change.agentId);
    const file = fileOf(change, await fileOnChain(change.uri));
    // The terms have nothing to do with a pause.
    const terms = what === "edit" ? { category, unit, endpoint, ...(price !== undefined && { price }) } : {};
    const fields = await planServiceUpdate(client, { agentId, file, ...withoutNew(change, terms) });
    if (fields.length === 0) throw new Error(text.noChange);
    const steps = await Promise.all(
      fields.map(async (field): Promise<TransactionStep> => {
        const prepared =
          field === "uri"
            ? await setServiceUri.prepare(client, { agentId, file })
            : await setServiceMetadata.prepare(client, { agentId, ...entryOf(field, terms) });
        await prepared.simulate();
        return { kind: "transaction", label: text.fields[field], ...prepared };
      }),
    );
    const title = { edit: text.editTitle, pause: text.pauseTitle, resume: text.resumeTitle }[what](name);
    const done = { edit: text.edited, pause: text.paused, resume: text.resumed }[what](name);
    return {
      title,
      lines: [
        ...fields.map((field) => ({ label: text.fields[field], value: valueOf(field, change, context) })),
        ...(what === "pause" ? [{ label: text.pause, value: text.pauseRule }] : []),
        { label: text.fee, value: text.feeNone, kind: "fee" as const },
      ],
      steps,
      done: () => ({ text: done, next: { to: `/services/${change.agentId}`, label: text.see } }),
    };
  },
};

type Terms = Partial<Pick<ServiceForm, "category" | "unit" | "endpoint"> & { price: bigint }>;

/** Fields that were never set and are empty need no transaction. */
function withoutNew({ had }: ServiceChange, terms: Terms): Terms {
  return Object.fromEntries(Object.entries(terms).filter(([field, value]) => value !== "" || had.includes(field)));
}

function entryOf(field: Exclude<ServiceField, "uri">, terms: Terms) {
  const entry = serviceMetadata({ [field]: terms[field] })[0];
  if (entry === undefined) throw new Error(`${field} is not among the terms.`);
  return entry;
}

function valueOf(field: ServiceField, change: ServiceChange, { t }: FlowContext): ReactNode {
  if (field === "uri") return change.what === "edit" ? change.name : t.provide[change.what];
  if (field === "price") return createElement(Amount, { value: change.price ?? 0n, exact: true });
  return change[field] || t.common.none;
}
