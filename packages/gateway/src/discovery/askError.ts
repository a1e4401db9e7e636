/** Why a stranger's address was not asked, or gave nothing of use. These names are stable. */
export type AskErrorCode =
  /** The address is one that is never asked: not https, with a password, a port of the system, or not on the public internet. */
  | "refused_address"
  /** The name has no address, nothing listens there, or the connection broke. */
  | "unreachable"
  /** The time was over. */
  | "timeout"
  /** Headers or body are larger than allowed. */
  | "too_large"
  | "too_many_redirects"
  /** Something else than 402. */
  | "unexpected_status"
  /** 402 without a readable PAYMENT-REQUIRED header of x402 version 2. */
  | "no_offer"
  /** It takes payments, but not SCV of this deployment by `exact`. */
  | "other_asset";

/** Asking a stranger's server failed. */
export class AskError extends Error {
  override readonly name = "AskError";
  readonly code: AskErrorCode;
  /** HTTP status, for `unexpected_status`. */
  readonly status: number | undefined;

  constructor(code: AskErrorCode, message: string, details: { status?: number; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
  }
}
