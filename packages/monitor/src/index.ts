/**
 * A monitor for ServiceCoin: watches the invariants of the running system from outside, and tells people.
 * Start with {@link startMonitor}.
 *
 * @module
 */
export type { Alert } from "./alerts.js";
export type { Channel } from "./channels/channel.js";
export { signatureOf, SIGNATURE_HEADER, webhook, type WebhookOptions } from "./channels/webhook.js";
export { mail, type MailOptions } from "./channels/mail.js";
export { logChannel } from "./channels/log.js";
export type { Expected, Look } from "./look.js";
export { Monitor, type MonitorOptions } from "./monitor.js";
export { RULE_NAMES, RULES, type RuleName } from "./rules/index.js";
export type { Finding, Rule, Severity } from "./rules/rule.js";
export { readMonitorSettings, type MonitorSettings, type Watched } from "./settings.js";
export { DEFAULT_HOST, DEFAULT_PORT, startMonitor, type MonitorStart, type RunningMonitor } from "./startMonitor.js";
