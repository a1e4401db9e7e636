import type { Response } from "express";
import type { Claimant } from "./claims.js";

/** A request that came with a payment, on its way through the middleware. */
export interface Visit {
  claimant: Claimant;
  /** Whether the payment is taken for this request. */
  isClaimed: boolean;
  /** Whether the payer may be charged from now on, or is: the payment then stays taken. */
  isTaken: boolean;
  /** Headers that the handler set, in lower case. They must not go out with another answer than its own. */
  handlerHeaders: readonly string[];
  /** Writes the head of the response for good. */
  writeHead: Response["writeHead"];
}

/** The visits of one endpoint. */
export type Visits = WeakMap<Response, Visit>;
