/**
 * What the gateway, the CLI and the scripts of this repository need of the SDK beyond its public API.
 *
 * Not public: names here may change or go in any release, without a new major version.
 *
 * @module
 */
export { chainTime, nextTime } from "./clock.js";
export { isDeployment, providerOf, signerOf } from "./core/client.js";
export { attachContracts, byContract, INTERFACES, type ContractOf, type Contracts } from "./core/contracts.js";
export { withErrors } from "./core/errors.js";
export { isLocalChain } from "./core/provider.js";
export { domainOf } from "./domain.js";
export { followLogs, type FollowOptions } from "./logs/followLogs.js";
export { LogFollower, REORG_WINDOW, type FollowedLogs, type FollowFilter } from "./logs/logFollower.js";
export { MAX_SPAN, type BlockRange, type LogFilter } from "./logs/logReader.js";
export { queryLogs } from "./logs/queryLogs.js";
export { readLogs, type LogBatch, type LogQuery } from "./logs/readLogs.js";
