/**
 * Selling and buying over HTTP with SCV (x402). Needs Node.js; begin with {@link paidEndpoint} or {@link payingFetch}.
 *
 * @module
 */
export { FileLedger } from "./buying/fileLedger.js";
export type { PricedPage } from "./buying/offer.js";
export { FileOpenPayments, MemoryOpenPayments, type OpenPayments } from "./buying/openPayments.js";
export { payingFetch, type SpendingRules } from "./buying/payingFetch.js";
export type { SignedPayment } from "./buying/purse.js";
export { receiptOf, type Receipt } from "./buying/receipt.js";
export { findSellers } from "./buying/sellers.js";
export { MemoryLedger, type SpendingLedger } from "./buying/spending.js";
export { MemoryClaims, type Claimant, type ClaimStore, type KeptAnswer } from "./selling/claims.js";
export {
  paidEndpoint,
  type FixedPrice,
  type PaidEndpointOptions,
  type RegisteredPrice,
} from "./selling/paidEndpoint.js";
export {
  startDiscovery,
  type CheckOptions,
  type Discovery,
  type DiscoveryOptions,
  type ServiceCoinInfo,
} from "./discovery/index.js";
export type { FacilitatorOptions } from "./facilitator/settings.js";
export { startFacilitator, type RunningFacilitator } from "./facilitator/start.js";
export { SettlementError } from "./settlement/errors.js";
