/**
 * ServiceCoin in TypeScript: every operation of the contracts as a plain function `(client, params) -> result`.
 *
 * Start with {@link connect}. Amounts are base units of SCV (10^18 of them are one coin, see {@link parseScv}), times
 * are seconds since 1970, rates are basis points. Every failure throws a {@link ServiceCoinError}.
 *
 * @module
 */
export * from "./checkout/index.js";
export * from "./coin/index.js";
export * from "./core/index.js";
export * from "./credit/index.js";
export * from "./feedback/index.js";
export * from "./fees/index.js";
export * from "./logs/index.js";
export * from "./mandates/index.js";
export * from "./orders/index.js";
export * from "./proposals/index.js";
export * from "./quotes/index.js";
export * from "./registration/index.js";
export * from "./services/index.js";
export * from "./streams/index.js";
export * from "./subscriptions/index.js";
export * from "./treasury/index.js";
export * from "./validations/index.js";
export * from "./votes/index.js";
export { dealData, mandateData, quoteData, releaseData, unpackTerms, type Deal, type Mandate } from "./deals.js";
export { formatReference } from "./reference.js";
export type { Signed, Written } from "./signed.js";
export type { TypedData } from "./typedData.js";
