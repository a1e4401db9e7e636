import type { WithEther } from "../checkout/etherLimit.js";
import type { Deal } from "../deals.js";

/** A deal to open, with its first payment. */
export interface Opening extends BatchOpening, WithEther {}

/** A deal that is opened together with others; the Solidity struct `Opening`. */
export interface BatchOpening {
  deal: Deal;
  /** Base units of SCV to pay in now, more than 0. */
  amount: bigint;
  /** The payee's signature from `signQuote`. The hub checks it if it is given. */
  quote?: string | undefined;
}

/** @deprecated Use `Opening`. */
export type OpenAccrual = Opening;
