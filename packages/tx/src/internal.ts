/**
 * Building blocks that ServiceCoin's own packages share; also for browsers. Not part of the public API: names here may
 * change in any release.
 *
 * @internal
 * @module
 */
export { Mutex, TtlCache, withTimeout } from "./async.js";
export { isTransactionError, TransactionError, type TransactionErrorCode } from "./errors.js";
