import type { SettleResponse } from "@x402/core/types";
import { settlementOf } from "./headers.js";
import type { PricedPage } from "./offer.js";
import type { Answered } from "./question.js";

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

interface Paid {
  page: PricedPage;
  settled: SettleResponse | undefined;
}

const paid = new WeakMap<Response, Paid>();

/** Remembers what an answer cost. */
export function remember({ response, settled }: Answered, page: PricedPage): Response {
  paid.set(response, { page, settled });
  return response;
}

/** The receipt of an answer; undefined when nothing was paid for it. */
export function receiptOf(response: Response): Receipt | undefined {
  const known = paid.get(response);
  const settled = known?.settled ?? settlementOf(response);
  if (settled?.success !== true) return undefined;
  const { transaction, payer, network } = settled;
  const page = known?.page;
  return { transaction, payer, network, amount: page?.amount, payTo: page?.payTo };
}
