import type { Deal } from "../deals.js";

/** A call about one deal. */
export interface OneDeal {
  /** The deal with exactly the fields that it was opened with: the hub stores only its hash. */
  deal: Deal;
}

/** A payment to the payee. */
export interface Paid {
  /** Base units of SCV that left the deal, fee included. */
  amount: bigint;
  /** The hub's fee, in base units of SCV. */
  fee: bigint;
}

/** The payment of one deal of a batch. */
export interface PaidDeal extends Paid {
  dealId: string;
}

/** How the money of a deal was split. */
export interface Split {
  /** Base units of SCV for the payee, fee included. */
  toPayee: bigint;
  /** Base units of SCV for the payer. */
  toPayer: bigint;
  /** The hub's fee on the payee's share, in base units of SCV. */
  fee: bigint;
}
