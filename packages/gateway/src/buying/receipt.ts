import type { SettleResponse } from "@x402/core/types";
import { readSettlement } from "./headers.js";
import type { SellerResponse } from "./replayableRequest.js";
import type { PricedPage } from "./selectRequirements.js";

/** A payment as the seller reports it. The proof is on the chain. */
export interface Receipt {
  /** Hash of the transaction. */
  transaction: string;
  /** Address of the payer. */
  payer: string | undefined;
  /** Signed amount in base units of SCV; undefined if the response does not come from `payingFetch`. */
  amount: bigint | undefined;
  /** Address of the payee that was signed; undefined if the response does not come from `payingFetch`. */
  payTo: string | undefined;
  /** The chain, for example `eip155:31337`. */
  network: string;
}

interface PaidPage {
  page: PricedPage;
  settlement: SettleResponse | undefined;
}

const paidPages = new WeakMap<Response, PaidPage>();

/** Records what was signed for a response. */
export function recordPayment({ response, settlement }: SellerResponse, page: PricedPage): Response {
  paidPages.set(response, { page, settlement });
  return response;
}

/**
 * Returns the receipt of a response; undefined if nothing was paid for it.
 *
 * @example
 * ```ts
 * const response = await pay("https://shop.example/report");
 * const receipt = receiptOf(response);
 * if (receipt) console.log(`Paid ${receipt.amount} in transaction ${receipt.transaction}.`);
 * ```
 */
export function receiptOf(response: Response): Receipt | undefined {
  const paid = paidPages.get(response);
  const settlement = paid?.settlement ?? readSettlement(response);
  if (settlement?.success !== true) return undefined;
  const { transaction, payer, network } = settlement;
  return { transaction, payer, network, amount: paid?.page.amount, payTo: paid?.page.payTo };
}
