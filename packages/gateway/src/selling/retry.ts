import type { Response } from "express";
import {
  AMOUNT_TOO_SMALL,
  INSUFFICIENT_BALANCE,
  INVALID_SIGNATURE,
  PAYEE_NOT_SERVED,
  PAYER_SUSPENDED,
  RECIPIENT_MISMATCH,
  TOO_EARLY,
  TOO_LATE,
  TOO_MANY_PROMISES,
  UNSUPPORTED_ASSET,
  UNSUPPORTED_PAYLOAD,
  VALUE_MISMATCH,
} from "../reasons.js";

/** Seconds after which who was told to may ask again. */
const RETRY_AFTER = "1";

/**
 * Reasons of a settlement that say for certain that nothing was charged and nothing will be. Others may hide a transaction that is still on
 * its way: even a nonce that is used may have been used by this very payment.
 */
const FINAL: ReadonlySet<string> = new Set([
  AMOUNT_TOO_SMALL,
  UNSUPPORTED_ASSET,
  INSUFFICIENT_BALANCE,
  TOO_EARLY,
  TOO_LATE,
  VALUE_MISMATCH,
  RECIPIENT_MISMATCH,
  INVALID_SIGNATURE,
  PAYEE_NOT_SERVED,
  PAYER_SUSPENDED,
  TOO_MANY_PROMISES,
  UNSUPPORTED_PAYLOAD,
]);

/** Whether a settlement that failed for this reason has charged nobody, and never will. */
export function isFinal(reason: string | undefined): boolean {
  return reason !== undefined && FINAL.has(reason);
}

/** Says that the same request may be sent again. Nothing but status and headers are set. */
export function askAgain(response: Response, status: 409 | 503): Response {
  return response.set("Retry-After", RETRY_AFTER).status(status);
}
