import { isTransactionError, TransactionError, type TransactionErrorCode } from "@servicecoin/tx/internal";

/** Codes of settlement errors. */
export type SettlementErrorCode =
  | TransactionErrorCode
  /** The limit of payments in flight is reached. Retry later. */
  | "QueueFull"
  /** The payment waited too long to be sent and was withdrawn. */
  | "NotSent";

/** An error between the verification of a payment and the outcome of its transaction. */
export class SettlementError extends TransactionError<SettlementErrorCode> {
  override readonly name = "SettlementError";
}

/** Returns an error of the transactions as one of the settlement; any other error unchanged. */
export function asSettlementError(error: TransactionError): SettlementError;
export function asSettlementError(error: unknown): unknown;
export function asSettlementError(error: unknown): unknown {
  if (error instanceof SettlementError || !isTransactionError(error)) return error;
  return new SettlementError(error.code, error.message, error.cause, error.args);
}
