export { Catalog, type CatalogSize, type CatalogStats } from "./catalog.js";
export type { CheckTimes } from "./checker.js";
export type { ServiceCoinInfo } from "./item.js";
export { CATALOG_LIMITS } from "./limits.js";
export type { Check } from "./listing.js";
export type { Resolve } from "./resolve.js";
export { discoveryRoutes } from "./routes.js";
export { startDiscovery, type CheckOptions, type Discovery, type DiscoveryOptions } from "./startDiscovery.js";
