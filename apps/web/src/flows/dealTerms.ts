import { dealIdOf, mandateIdOf, type Client, type Deal, type Mandate } from "@servicecoin/sdk";
import { createElement } from "react";
import type { IndexedDeal, IndexedMandate } from "../deals/standing.ts";
import type { ReviewLine } from "../flow/flow.ts";
import type { Text } from "../i18n/text.ts";
import { Address } from "../ui/Address.tsx";
import { Amount } from "../ui/Amount.tsx";

const NOBODY = "0x0000000000000000000000000000000000000000";

/**
 * The terms of a deal as the hub takes them.
 * @throws Error when the index tells terms that are not those of the id: nothing must be signed then
 */
export function termsOf(client: Client, { id, payer, payee, arbiter, reference, ...row }: IndexedDeal, t: Text): Deal {
  if (payee === null || reference === null) throw new Error(t.deals.wrongTerms);
  const deal: Deal = {
    ...{ payer, payee, arbiter: arbiter ?? NOBODY, ref: reference },
    ...{ price: BigInt(row.price), period: BigInt(row.period), start: BigInt(row.start) },
    ...{ deadline: BigInt(row.deadline), window: BigInt(row.window), feeBps: BigInt(row.feeBps) },
  };
  if (dealIdOf(client, deal) !== id) throw new Error(t.deals.wrongTerms);
  return deal;
}

/** The terms of a mandate as the hub takes them. @throws Error when they are not those of the id */
export function mandateTermsOf(client: Client, row: IndexedMandate, t: Text): Mandate {
  const { id, payer, payee, reference } = row;
  if (payee === null || reference === null) throw new Error(t.deals.wrongTerms);
  const mandate: Mandate = {
    ...{ payer, payee, ref: reference, limit: BigInt(row.limit), period: BigInt(row.period) },
    ...{ start: BigInt(row.start), end: BigInt(row.end), feeBps: BigInt(row.feeBps) },
  };
  if (mandateIdOf(client, mandate) !== id) throw new Error(t.deals.wrongTerms);
  return mandate;
}

/** A line with an amount of SCV, every digit of it. */
export function amountLine(label: string, value: bigint, kind: ReviewLine["kind"] = "fact"): ReviewLine {
  return { label, value: createElement(Amount, { value, exact: true }), kind };
}

/** A line with an account. */
export function accountLine(label: string, value: string): ReviewLine {
  return { label, value: createElement(Address, { value, copy: false }) };
}

/** The way back to a deal. */
export function toDeal({ id }: { id: string }, t: Text): { to: string; label: string } {
  return { to: `/deals/${id}`, label: t.deals.toDeal };
}

/** The way back to a mandate. */
export function toMandate({ id }: { id: string }, t: Text): { to: string; label: string } {
  return { to: `/mandates/${id}`, label: t.deals.toMandate };
}
