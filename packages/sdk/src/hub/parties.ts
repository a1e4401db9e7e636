import type { Deal } from "../deals.js";

/** A call about one deal. */
export interface OneDeal {
  /** As it was opened, to the last field: the hub knows it by its digest only. */
  deal: Deal;
}

/** What the payee got. */
export interface Paid {
  /** Base units of SCV taken from the deal, the fee included. */
  amount: bigint;
  /** Base units of SCV of it for the hub. */
  fee: bigint;
}

/** What one deal of a batch paid. */
export interface PaidDeal extends Paid {
  dealId: string;
}

/** How the money was split. */
export interface Split {
  /** Base units of SCV for the payee, the fee included. */
  toPayee: bigint;
  /** Base units of SCV for the payer. */
  toPayer: bigint;
  /** Base units of SCV of the payee's part for the hub. */
  fee: bigint;
}
