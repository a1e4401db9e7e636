/**
 * Parts that the long-running programs of ServiceCoin share.
 *
 * @module
 */
export { replaceFile } from "./replaceFile.js";
export { readSettings, SettingsError, type SettingsFault, type SettingsFile } from "./settingsFile.js";
