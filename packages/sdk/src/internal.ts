/**
 * Building blocks that ServiceCoin's own packages share. Not part of the public API: names here may change in any release.
 *
 * @internal
 * @module
 */
export { chainTime } from "./clock.js";
export { INTERFACES } from "./core/abis.js";
export { isDeployment, providerOf, signerOf } from "./core/client.js";
export { withErrors } from "./core/errors.js";
export { gasLimitFor } from "./core/gas.js";
export { isLocalChain } from "./core/provider.js";
export { PROPOSAL_STATES } from "./core/sentences.js";
export { packTerms, unpackTerms } from "./deals.js";
export { domainOf } from "./domain.js";
export { readLogs } from "./logs.js";
export { byPrice, compare, lowerAverage } from "./services/discovery.js";
