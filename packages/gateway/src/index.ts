/**
 * Sell and buy HTTP requests with SCV (x402). Requires Node.js; `@servicecoin/gateway/fetch` buys in browsers, too.
 * Start with {@link paidEndpoint} or {@link payingFetch}.
 *
 * @module
 */
export { FileLedger } from "./buying/fileLedger.js";
export { FileOpenPayments } from "./buying/fileOpenPayments.js";
export { MemoryOpenPayments, type OpenPayments } from "./buying/openPayments.js";
export { payingFetch, type SpendingRules } from "./buying/payingFetch.js";
export type { SignedPayment } from "./buying/paymentSigner.js";
export { receiptOf, type Receipt } from "./buying/receipt.js";
export type { PricedPage } from "./buying/selectRequirements.js";
export { findSellers } from "./buying/sellers.js";
export { MemoryLedger, type SpendingLedger } from "./buying/spendingLedger.js";
export { MemoryClaims, type Claimant, type ClaimStore, type KeptAnswer } from "./selling/claims.js";
export {
  paidEndpoint,
  type FixedPrice,
  type PaidEndpointOptions,
  type RegisteredPrice,
} from "./selling/paidEndpoint.js";
export type { ServiceCoinInfo } from "./discovery/item.js";
export {
  startDiscovery,
  type CheckOptions,
  type Discovery,
  type DiscoveryOptions,
  type DiscoveryStats,
} from "./discovery/startDiscovery.js";
export type { FacilitatorOptions } from "./facilitator/settings.js";
export { startFacilitator, type RunningFacilitator } from "./facilitator/start.js";
export { SettlementError } from "./settlement/errors.js";
