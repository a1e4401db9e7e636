/** Why a probe was not sent or failed. These codes are stable. */
export type ProbeErrorCode =
  /** The address is never probed: not https, with credentials, with a system port, or not on the public internet. */
  | "refused_address"
  /** The name has no address, nothing listens there, or the connection broke. */
  | "unreachable"
  /** No response in time. */
  | "timeout"
  /** Headers or body exceed the limit. */
  | "too_large"
  | "too_many_redirects"
  /** A status other than 402. */
  | "unexpected_status"
  /** Status 402 without a readable PAYMENT-REQUIRED header of x402 version 2. */
  | "no_offer"
  /** The endpoint accepts payments, but not in SCV of this deployment by the scheme `exact`. */
  | "other_asset";

/** A request to an untrusted server failed. */
export class ProbeError extends Error {
  override readonly name = "ProbeError";
  readonly code: ProbeErrorCode;
  /** HTTP status, for `unexpected_status`. */
  readonly status: number | undefined;

  constructor(code: ProbeErrorCode, message: string, details: { status?: number; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
  }
}
