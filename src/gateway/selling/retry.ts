import type { Response } from "express";

/** Seconds after which who was told to may ask again. */
const RETRY_AFTER = "1";

/** The facilitator, or the way to it, failed. Whether anything was settled is not known. */
export const UNAVAILABLE = "facilitator_unavailable";

/** It is full, and has sent nothing. */
export const BUSY = "facilitator_busy";

/** Reasons that say nothing about the payment: the same one may be sent again, and is never charged twice. */
const PASSING: ReadonlySet<string> = new Set([UNAVAILABLE, BUSY, "settlement_pending"]);

/**
 * Reasons of a settlement that say for certain that nothing was charged and nothing will be. Others may hide a transaction that is still on
 * its way: even a nonce that is used may have been used by this very payment.
 */
const FINAL: ReadonlySet<string> = new Set([
  "amount_too_small",
  "asset_not_supported",
  "invalid_exact_evm_insufficient_balance",
  "invalid_exact_evm_payload_authorization_valid_after",
  "invalid_exact_evm_payload_authorization_valid_before",
  "invalid_exact_evm_payload_authorization_value_mismatch",
  "invalid_exact_evm_recipient_mismatch",
  "invalid_exact_evm_signature",
  "payee_not_served",
  "payer_suspended",
  "too_many_payments_of_payer",
  "unsupported_payload_type",
]);

/** Whether a settlement that failed for this reason has charged nobody, and never will. */
export function isFinal(reason: string | undefined): boolean {
  return reason !== undefined && FINAL.has(reason);
}

/** Whether a payment that was not taken for this reason may be sent again as it is. */
export function isPassing(reason: string | undefined): reason is string {
  return reason !== undefined && PASSING.has(reason);
}

/** Says that the same request may be sent again. Nothing but status and headers are set. */
export function askAgain(response: Response, status: 409 | 503): Response {
  return response.set("Retry-After", RETRY_AFTER).status(status);
}
