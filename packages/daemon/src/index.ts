/**
 * Parts that the long-running programs of ServiceCoin share.
 *
 * @module
 */
export { serveHealth, type HealthServer, type HealthSource, type MetricsText, type Readiness } from "./healthServer.js";
export { replaceFile } from "./replaceFile.js";
export { readSettings, SettingsError, type SettingsFault, type SettingsFile } from "./settingsFile.js";
