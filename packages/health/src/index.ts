/**
 * Whether a server lives, is ready, and how it is doing: `/livez`, `/readyz` and `/metrics` in one form. Requires
 * Node.js. Start with {@link healthRoutes}.
 *
 * @module
 */
export { identityReader, type Identity, type IdentityParts } from "./identity.js";
export { Metrics, type MetricOptions } from "./metrics.js";
export { healthRoutes, type HealthParts, type HealthRoute, type Readiness } from "./routes.js";
export { startHealthServer, type HealthServer } from "./server.js";
