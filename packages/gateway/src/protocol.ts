/**
 * Facts of the x402 protocol that more than one part of the gateway needs: networks, the coin's EIP-712 domain, reasons
 * and codes.
 *
 * Reasons are strings of `@x402/evm`, which does not export them. Those marked "ours" exist only here.
 */

/** A chain as x402 and CAIP-2 name it. */
export type Network = `eip155:${string}`;

/** Returns the name of a chain: `eip155:<chainId>`. */
export function networkOf(chainId: bigint | number): Network {
  return `eip155:${String(chainId)}`;
}

/** All chains of the EVM, as a CAIP-2 pattern. */
export const EVM_NETWORKS = "eip155:*";

/** EIP-712 name and version of ServiceCoin, as payment requirements carry them in `extra`. */
export const COIN_DOMAIN = { name: "ServiceCoin", version: "1" } as const;

/** The facilitator failed or could not be reached. Whether anything was settled is unknown. */
export const UNAVAILABLE = "facilitator_unavailable";
/** The facilitator is at capacity and has sent nothing. */
export const BUSY = "facilitator_busy";
/** Sent, but in no block yet. The official server tries once more with the same payload. */
export const SETTLEMENT_PENDING = "settlement_pending";
export const UNSUPPORTED_PAYLOAD = "unsupported_payload_type";
export const UNSUPPORTED_SCHEME = "unsupported_scheme";
export const INVALID_NETWORK = "invalid_network";
/** Another token than ServiceCoin. Ours: the official facilitator settles any token. */
export const UNSUPPORTED_ASSET = "asset_not_supported";
export const INVALID_SIGNATURE = "invalid_exact_evm_signature";
export const NONCE_USED = "invalid_exact_evm_nonce_already_used";
export const INSUFFICIENT_BALANCE = "invalid_exact_evm_insufficient_balance";
/** Not valid yet. A chain whose latest block is old takes a payment later than this machine's clock says. */
export const TOO_EARLY = "invalid_exact_evm_payload_authorization_valid_after";
export const TOO_LATE = "invalid_exact_evm_payload_authorization_valid_before";
/** The requirements are malformed. */
export const INVALID_REQUIREMENTS = "invalid_payment_requirements";
/** The payer has reached the limit of payments in flight. Ours. */
export const TOO_MANY_PAYMENTS = "too_many_payments_of_payer";
/** A smart wallet whose payment passed the simulation and then failed on chain is suspended for a while. Ours. */
export const PAYER_SUSPENDED = "payer_suspended";
/** The facilitator does not work for this payee. Ours. */
export const PAYEE_NOT_SERVED = "payee_not_served";
/** The amount is below the facilitator's minimum. Ours. */
export const AMOUNT_TOO_SMALL = "amount_too_small";
export const VALUE_MISMATCH = "invalid_exact_evm_payload_authorization_value_mismatch";
export const RECIPIENT_MISMATCH = "invalid_exact_evm_recipient_mismatch";
export const SIMULATION_FAILED = "invalid_exact_evm_transaction_simulation_failed";
export const TRANSACTION_FAILED = "invalid_exact_evm_transaction_failed";

/** Left: errors of ServiceCoin and of the settlement. Right: reasons of x402. */
const REASONS: Readonly<Record<string, string | undefined>> = {
  ERC3009InvalidSignature: INVALID_SIGNATURE,
  ERC3009UsedAuthorization: NONCE_USED,
  ERC3009InvalidAuthorizationTime: TOO_LATE,
  NotValidYet: TOO_EARLY,
  ERC20InsufficientBalance: INSUFFICIENT_BALANCE,
  OtherPaymentWithNonce: NONCE_USED,
};

/** Returns the reason of x402 for the name of an error. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? TRANSACTION_FAILED;
}

/** Reasons after which the same payment may succeed. Sending it again never charges twice. */
const RETRYABLE: ReadonlySet<string> = new Set([UNAVAILABLE, BUSY, SETTLEMENT_PENDING, TOO_EARLY]);

/** Returns whether a payment that was rejected for this reason may be sent again unchanged. */
export function isRetryable(reason: string | undefined): boolean {
  return reason !== undefined && RETRYABLE.has(codeOf(reason));
}

/** Returns a reason without its explanation, which follows a colon. */
function codeOf(reason: string): string {
  return reason.split(":", 1)[0] ?? reason;
}

/**
 * Settlement reasons which guarantee that nothing was charged and nothing ever will be. Any other reason may hide a
 * transaction in flight: even a used nonce may have been used by this very payment.
 */
const FINAL: ReadonlySet<string> = new Set([
  AMOUNT_TOO_SMALL,
  UNSUPPORTED_ASSET,
  INSUFFICIENT_BALANCE,
  TOO_LATE,
  VALUE_MISMATCH,
  RECIPIENT_MISMATCH,
  INVALID_SIGNATURE,
  PAYEE_NOT_SERVED,
  PAYER_SUSPENDED,
  TOO_MANY_PAYMENTS,
  UNSUPPORTED_PAYLOAD,
]);

/** Returns whether a settlement that failed for this reason charged nobody and never will. */
export function isFinal(reason: string | undefined): boolean {
  return reason !== undefined && FINAL.has(codeOf(reason));
}

/** Problem codes of HTTP responses. They never change. */
export const INVALID_PAYLOAD = "invalid_payload";
export const INVALID_JSON = "invalid_json";
export const REQUEST_TOO_LARGE = "request_too_large";
export const UNSUPPORTED_ENCODING = "unsupported_encoding";
export const METHOD_NOT_ALLOWED = "method_not_allowed";
export const TOO_MANY_REQUESTS = "too_many_requests";
export const NOT_FOUND = "not_found";
export const INTERNAL_ERROR = "internal_error";
/** Another request uses the same payment. */
export const PAYMENT_IN_USE = "payment_in_use";
/** The seller cannot read its registered price. */
export const PRICE_UNAVAILABLE = "price_unavailable";

/** `Retry-After` of a seller, in seconds. */
export const SELLER_RETRY_AFTER = 1;

const FACILITATOR_RETRY_AFTER: Readonly<Record<string, number | undefined>> = {
  [BUSY]: 1,
  [UNAVAILABLE]: 5,
};

/** Returns `Retry-After` of a facilitator for a problem code, in seconds; undefined where retrying does not help. */
export function facilitatorRetryAfter(code: string): number | undefined {
  return FACILITATOR_RETRY_AFTER[code];
}
