/** The facilitator, or the way to it, failed. Whether anything was settled is not known. */
export const UNAVAILABLE = "facilitator_unavailable";
/** It is full, and has sent nothing. */
export const BUSY = "facilitator_busy";
/** It was sent and no block has it yet: the official server asks once more, with the same payload. */
export const SETTLEMENT_PENDING = "settlement_pending";
export const UNSUPPORTED_PAYLOAD = "unsupported_payload_type";
/** Another token than ServiceCoin. A name of our own: the official facilitator settles any token. */
export const UNSUPPORTED_ASSET = "asset_not_supported";
export const INVALID_SIGNATURE = "invalid_exact_evm_signature";
export const NONCE_USED = "invalid_exact_evm_nonce_already_used";
export const INSUFFICIENT_BALANCE = "invalid_exact_evm_insufficient_balance";
export const TOO_EARLY = "invalid_exact_evm_payload_authorization_valid_after";
export const TOO_LATE = "invalid_exact_evm_payload_authorization_valid_before";
/** The requirements themselves make no sense. */
export const INVALID_REQUIREMENTS = "invalid_payment_requirements";
/** The payer has promised as many payments as may be under way. A name of our own. */
export const TOO_MANY_PROMISES = "too_many_payments_of_payer";
/** A smart wallet whose payment went well in the simulation and failed on the chain has to wait. A name of our own. */
export const PAYER_SUSPENDED = "payer_suspended";
/** The payee is none of those that the facilitator works for. A name of our own. */
export const PAYEE_NOT_SERVED = "payee_not_served";
/** The amount is less than the facilitator settles. A name of our own. */
export const AMOUNT_TOO_SMALL = "amount_too_small";
export const VALUE_MISMATCH = "invalid_exact_evm_payload_authorization_value_mismatch";
export const RECIPIENT_MISMATCH = "invalid_exact_evm_recipient_mismatch";
export const SIMULATION_FAILED = "invalid_exact_evm_transaction_simulation_failed";

/** Reasons of `@x402/evm`, which does not export them. The left side names errors of ServiceCoin and of the settlement. */
const REASONS: Readonly<Record<string, string | undefined>> = {
  ERC3009InvalidSignature: INVALID_SIGNATURE,
  ERC3009UsedAuthorization: NONCE_USED,
  ERC3009InvalidAuthorizationTime: TOO_LATE,
  ERC20InsufficientBalance: INSUFFICIENT_BALANCE,
  OtherPaymentWithNonce: NONCE_USED,
};

/** Reasons that say nothing about the payment: the same one may be sent again, and is never charged twice. */
const PASSING: ReadonlySet<string> = new Set([UNAVAILABLE, BUSY, SETTLEMENT_PENDING]);

/** Whether a payment that was not taken for this reason may be sent again as it is. */
export function isPassing(reason: string | undefined): boolean {
  return reason !== undefined && PASSING.has(reason);
}

/** The reason of x402 for the name of an error. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? "invalid_exact_evm_transaction_failed";
}
