import type { Deal } from "../deals.js";

/** A deal to open, with its first payment; the Solidity struct `Opening`. */
export interface Opening {
  deal: Deal;
  /** Base units of SCV to pay in now, more than 0. */
  amount: bigint;
  /** The payee's signature from `signQuote`. The hub checks it if it is given. */
  quote?: string | undefined;
}

/** @deprecated Use `Opening`. */
export type OpenAccrual = Opening;
