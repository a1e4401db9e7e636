/** Reasons of `@x402/evm`, which does not export them. The left side names errors of ServiceCoin and of the settlement. */
const REASONS: Readonly<Record<string, string | undefined>> = {
  ERC3009InvalidSignature: "invalid_exact_evm_signature",
  ERC3009UsedAuthorization: "invalid_exact_evm_nonce_already_used",
  ERC3009InvalidAuthorizationTime: "invalid_exact_evm_payload_authorization_valid_before",
  ERC20InsufficientBalance: "invalid_exact_evm_insufficient_balance",
  OtherPaymentWithNonce: "invalid_exact_evm_nonce_already_used",
};

/** It was sent and no block has it yet: the official server asks once more, with the same payload. */
export const SETTLEMENT_PENDING = "settlement_pending";
export const UNSUPPORTED_PAYLOAD = "unsupported_payload_type";
/** Another token than ServiceCoin. A name of our own: the official facilitator settles any token. */
export const UNSUPPORTED_ASSET = "asset_not_supported";
export const VALUE_MISMATCH = "invalid_exact_evm_payload_authorization_value_mismatch";
export const RECIPIENT_MISMATCH = "invalid_exact_evm_recipient_mismatch";
export const SIMULATION_FAILED = "invalid_exact_evm_transaction_simulation_failed";

/** The reason of x402 for the name of an error. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? "invalid_exact_evm_transaction_failed";
}
