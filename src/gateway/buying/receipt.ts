import { settlementOf } from "./headers.js";
import type { PricedPage } from "./offer.js";

/** What a seller says that it was paid; the chain has the proof. */
export interface Receipt {
  /** Hash of the transaction. */
  transaction: string;
  /** Who paid. */
  payer: string | undefined;
  /** Base units of SCV, and who was paid: what was signed; undefined of an answer that did not come from `payingFetch`. */
  amount: bigint | undefined;
  payTo: string | undefined;
  /** For example `eip155:31337`. */
  network: string;
}

const paid = new WeakMap<Response, PricedPage>();

/** Remembers what an answer cost. */
export function remember(response: Response, page: PricedPage): Response {
  paid.set(response, page);
  return response;
}

/** The receipt of an answer; undefined when nothing was paid for it. */
export function receiptOf(response: Response): Receipt | undefined {
  const settled = settlementOf(response);
  if (settled?.success !== true) return undefined;
  const { transaction, payer, network } = settled;
  const page = paid.get(response);
  return { transaction, payer, network, amount: page?.amount, payTo: page?.payTo };
}
