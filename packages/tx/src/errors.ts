import { rejectionOf } from "@servicecoin/sdk/internal";

/** Codes of errors of a transaction manager. */
export type TransactionErrorCode =
  /** A transaction for the same piece of work is in flight. */
  | "InFlight"
  /** The manager is stopping and sends nothing more. */
  | "Stopping"
  /** Another process uses the journal. */
  | "JournalInUse"
  /** The journal belongs to another account or chain, or serves another use. */
  | "OtherJournal"
  /** A line of the journal was changed or is missing. Starting could send something twice. */
  | "JournalDamaged"
  /** The journal cannot be written, so nothing may be sent. */
  | "JournalUnwritable"
  /** Gas costs more than the fee cap. */
  | "FeesTooHigh"
  /** The node does not respond. */
  | "Unreachable"
  /** The node certainly rejected the transaction. */
  | "Refused"
  /** No node accepts such a transaction: its gas or data exceeds the chain's limits, or its fee the node's limit. */
  | "Unfit";

/** An error between the submission of a transaction and its end. */
export class TransactionError<Code extends string = TransactionErrorCode> extends Error {
  override readonly name: string = "TransactionError";
  readonly code: Code;
  /** Values that the message mentions. */
  readonly args: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, cause?: unknown, args: Readonly<Record<string, unknown>> = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.args = args;
  }
}

/** Narrows to an error of a transaction manager. */
export function isTransactionError(error: unknown): error is TransactionError {
  return error instanceof TransactionError;
}

/**
 * Recognizes errors that a node returns only for a transaction that it rejected.
 * @returns `Refused` or `Unfit`; undefined if the node may have accepted the transaction.
 */
export function nodeErrorOf(error: unknown): TransactionError | undefined {
  const rejection = rejectionOf(error);
  if (rejection === "unfit") return new TransactionError("Unfit", "No node accepts such a transaction.", error);
  if (rejection === "rejected") return new TransactionError("Refused", "The node rejected the transaction.", error);
  return undefined;
}
