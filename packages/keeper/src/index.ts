/**
 * A keeper for ServiceCoin: does what the contracts let anyone do once time has made it possible, within a policy.
 * Start with {@link startKeeper}.
 *
 * @module
 */
export { DUTY_KINDS, type DutyKind } from "./duties/duty.js";
export type { KeeperMetrics } from "./http/metrics.js";
export { DEFAULT_LEAST_BALANCE, Keeper, type KeeperOptions } from "./keeper.js";
export type { Policy, PolicyInput } from "./policy/policy.js";
export { readPolicy } from "./policy/readPolicy.js";
export type { KeeperListener, Obstacle, RoundReport } from "./round/report.js";
export type { Purpose } from "./state/purpose.js";
export type { Aside } from "./state/setAside.js";
export { DEFAULT_HOST, DEFAULT_PORT, startKeeper, type RunningKeeper, type StartOptions } from "./startKeeper.js";
