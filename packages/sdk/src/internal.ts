/**
 * Building blocks that ServiceCoin's own packages and scripts share.
 *
 * Not part of the public API and not under semantic versioning: names here may change or go in any release.
 *
 * @internal
 * @module
 */
export { chainTime, inNextBlock, nextTime } from "./clock.js";
export { isDeployment, providerOf, signerOf } from "./core/client.js";
export { attachContracts, byContract, INTERFACES, type ContractOf, type Contracts } from "./core/contracts.js";
export { withErrors } from "./core/errors.js";
export { gasLimitFor } from "./core/gas.js";
export { answerOf, isBlockUnknown, isRevert } from "./core/nodeErrors.js";
export { isLocalChain } from "./core/provider.js";
export { countWithPending, rejectionOf } from "./core/rejection.js";
export { bytesOfStrings } from "./core/tolerantInterface.js";
export { COLLECTION_PERIOD, MAX_TERM } from "./credit/limits.js";
export { packTerms, unpackTerms } from "./deals.js";
export { domainOf } from "./domain.js";
export { escapeHtml } from "./html.js";
export { coveredUntil, owedAt } from "./hub/accrual.js";
export { amountsAt, timesOf, type Escrow, type StandingTerms } from "./hub/standing.js";
export { followLogs, type FollowOptions } from "./logs/followLogs.js";
export { LogFollower, REORG_WINDOW, type FollowedLogs, type FollowFilter } from "./logs/logFollower.js";
export { MAX_SPAN, type BlockRange, type LogFilter } from "./logs/logReader.js";
export { queryLogs } from "./logs/queryLogs.js";
export { readLogs, type LogBatch, type LogQuery } from "./logs/readLogs.js";
export { PROPOSAL_STATES } from "./proposals/states.js";
export { isTooLarge } from "./logs/refusal.js";
export { sleep } from "./logs/wait.js";
export { readDataUri } from "./registration/uri.js";
export { byPrice, compare, isSameCategory, lowerAverage } from "./services/discovery.js";
export {
  findChangedService,
  readChangedServices,
  readIndexedServices,
  type ChangedService,
} from "./services/indexedServices.js";
export { canonicalSignature, isSignedByKey } from "./sign.js";
