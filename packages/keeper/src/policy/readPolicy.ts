import { readSettings, type SettingsFile } from "@servicecoin/daemon";
import { policySchema, type Policy, type PolicyInput } from "./policy.js";

/**
 * Reads a policy from its file, which is JSON, and from options, which come first.
 * @throws SettingsError
 */
export function readPolicy(file: SettingsFile | undefined, options: PolicyInput = {}): Policy {
  return readSettings("policy", policySchema, file, options);
}
