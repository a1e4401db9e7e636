/** Names of what the settlement refuses or cannot do. */
export type SettlementErrorCode =
  /** As many payments as allowed are under way: try again later. */
  | "QueueFull"
  /** The gateway stops and takes nothing more. */
  | "Stopping"
  /** Another process uses the journal. */
  | "JournalInUse"
  /** The journal is of another account, coin or chain. */
  | "OtherJournal"
  /** A line of the journal was changed or is missing; starting could lose a payment. */
  | "JournalDamaged"
  /** The journal cannot be written: nothing may be sent. */
  | "JournalUnwritable"
  /** Gas costs more than the gateway was allowed to pay. */
  | "FeesTooHigh"
  /** The node does not answer. */
  | "Unreachable"
  /** The payment waited too long for its turn, and was given up. */
  | "NotSent"
  /** The node said for certain that it did not take a transaction. */
  | "Refused"
  /** No node takes such a transaction: it needs more gas or has more data than the chain allows, or its fee is beyond the node's limit. */
  | "Unfit";

/** What fails between a verified payment and its transaction. */
export class SettlementError extends Error {
  override readonly name = "SettlementError";
  readonly code: SettlementErrorCode;
  /** Values that the message names. */
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
