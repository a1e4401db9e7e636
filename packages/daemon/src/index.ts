/**
 * Parts that the long-running programs of ServiceCoin share.
 *
 * @module
 */
export { address, decimal, etherAmount, fields, whole } from "./fields.js";
export { replaceFile } from "./replaceFile.js";
export { readSettings, SettingsError, type SettingsFault, type SettingsFile } from "./settingsFile.js";
