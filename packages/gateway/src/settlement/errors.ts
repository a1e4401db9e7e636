import { rejectionOf } from "@servicecoin/sdk/internal";

/** Codes of settlement errors. */
export type SettlementErrorCode =
  /** The limit of payments in flight is reached. Retry later. */
  | "QueueFull"
  /** The gateway is shutting down and accepts no more payments. */
  | "Stopping"
  /** Another process uses the journal. */
  | "JournalInUse"
  /** The journal belongs to another account, coin or chain. */
  | "OtherJournal"
  /** A line of the journal was changed or is missing. Starting could lose a payment. */
  | "JournalDamaged"
  /** The journal cannot be written, so nothing may be sent. */
  | "JournalUnwritable"
  /** Gas costs more than the gateway's fee cap. */
  | "FeesTooHigh"
  /** The node does not respond. */
  | "Unreachable"
  /** The payment waited too long to be sent and was withdrawn. */
  | "NotSent"
  /** The node certainly rejected the transaction. */
  | "Refused"
  /** No node accepts such a transaction: its gas or data exceeds the chain's limits, or its fee the node's limit. */
  | "Unfit";

/** An error between the verification of a payment and the outcome of its transaction. */
export class SettlementError extends Error {
  override readonly name = "SettlementError";
  readonly code: SettlementErrorCode;
  /** Values that the message mentions. */
  readonly args: Readonly<Record<string, unknown>>;

  constructor(
    code: SettlementErrorCode,
    message: string,
    cause?: unknown,
    args: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.args = args;
  }
}

/**
 * Recognizes errors that a node returns only for a transaction that it rejected.
 * @returns `Refused` or `Unfit`; undefined if the node may have accepted the transaction.
 */
export function nodeErrorOf(error: unknown): SettlementError | undefined {
  const rejection = rejectionOf(error);
  if (rejection === "unfit") return new SettlementError("Unfit", "No node accepts such a transaction.", error);
  if (rejection === "rejected") return new SettlementError("Refused", "The node rejected the transaction.", error);
  return undefined;
}
