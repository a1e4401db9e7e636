import type { SignedTransaction } from "./chain.js";

/** A signed transaction and what it is for, as the journal keeps it. It may be in flight. */
export interface JournaledSubmission<Purpose> {
  /** Number of the submission, starting at 1. */
  id: number;
  /** Nonce of the account. */
  nonce: number;
  /** The transaction, followed by its replacements. All have the same nonce, so the chain includes only one of them. */
  transactions: [SignedTransaction, ...SignedTransaction[]];
  purpose: Purpose;
}

/** Returns the latest transaction of a submission, which has the highest fees. */
export function latestOf({ transactions }: Pick<JournaledSubmission<unknown>, "transactions">): SignedTransaction {
  return transactions.at(-1) ?? transactions[0];
}
