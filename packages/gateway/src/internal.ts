/**
 * Building blocks that ServiceCoin's own packages share. Not part of the public API: names here may change in any
 * release.
 *
 * @internal
 * @module
 */
export { readPaymentRequired, settlementIn } from "./buying/headers.js";
export { MAX_TIMEOUT, selectRequirements } from "./buying/selectRequirements.js";
export { DEFAULT_HOST, DEFAULT_PORT } from "./facilitator/settings.js";
export { networkOf } from "./protocol.js";
export { MAX_BATCH } from "./settlement/paymentBatch.js";
