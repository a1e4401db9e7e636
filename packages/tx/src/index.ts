/**
 * Send transactions of one account exactly once: nonces without gaps, a journal that survives crashes, price bumps,
 * resubmission, confirmations. Requires Node.js. Start with {@link TransactionManager}.
 *
 * @module
 */
export type { ConfirmedCount, Progress, Receipt, SignedTransaction, TransactionChain } from "./chain.js";
export { TransactionError, type TransactionErrorCode } from "./errors.js";
export { EthersChain, type Call, type EthersChainOptions } from "./ethersChain.js";
export { bigIntText, schemaFormat, type JsonFormat } from "./format.js";
export type { Finished, JournalFormat, Memory } from "./journal.js";
export {
  TransactionManager,
  type Follower,
  type ManagerOptions,
  type ManagerParts,
  type Submission,
} from "./manager.js";
export { OUTCOME_STATUSES, outcomeFormat, outcomeOf, type Outcome } from "./outcome.js";
export type { JournaledSubmission } from "./submission.js";
export type { Ending, MinedTransaction, WatchOptions } from "./watcher.js";
