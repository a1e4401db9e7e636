/**
 * Buy HTTP requests with SCV (x402), in browsers and everywhere else: nothing here depends on Node.js. Start with
 * {@link payingFetch}.
 *
 * @module
 */
export { MemoryOpenPayments, type OpenPayments } from "./buying/openPayments.js";
export { payingFetch, type SpendingRules } from "./buying/payingFetch.js";
export type { SignedPayment } from "./buying/paymentSigner.js";
export { receiptOf, type Receipt } from "./buying/receipt.js";
export type { PricedPage } from "./buying/selectRequirements.js";
export { findSellers } from "./buying/sellers.js";
export { MemoryLedger, type SpendingLedger } from "./buying/spendingLedger.js";
