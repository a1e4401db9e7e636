import type { Deployment } from "@servicecoin/sdk";

/** What the page is served with: `config.json` beside `index.html`. */
export interface Config {
  /** The first one is the default. */
  networks: Network[];
}

/** A chain with a deployment of ServiceCoin. */
export interface Network {
  /** For people, for example "Sepolia". */
  name: string;
  /** URL of a node. */
  rpc: string;
  /** URL of the API of an indexer. */
  indexer: string;
  /** The content of `deployments/<chainId>.json`. */
  deployment: Deployment;
  /** URL of a block explorer, without a slash at the end. Default: none; the page has one for local chains. */
  explorer?: string;
  /** A chain of this machine, whose keys are public: the page offers them as a wallet, and test coins. */
  local?: LocalAccounts;
}

/** Accounts of a local chain. */
export interface LocalAccounts {
  /** Their keys are derived from it. */
  mnemonic: string;
  /** Their addresses, in the order of derivation. All have ether. */
  accounts: string[];
}

/** The document that came is not a configuration. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Checks a document. @throws ConfigError with the field */
export function parseConfig(value: unknown): Config {
  const networks: unknown = record(value, "config")["networks"];
  if (!Array.isArray(networks) || networks.length === 0) throw new ConfigError("networks must be a list with an entry");
  return { networks: networks.map((network, index) => parseNetwork(network, `networks[${index}]`)) };
}

function parseNetwork(value: unknown, at: string): Network {
  const network = record(value, at);
  for (const field of ["name", "rpc", "indexer"]) {
    if (typeof network[field] !== "string") throw new ConfigError(`${at}.${field} must be a text`);
  }
  for (const field of ["rpc", "indexer"]) {
    if (!isUrl(network[field] as string)) throw new ConfigError(`${at}.${field} must be a URL with http: or https:`);
  }
  const deployment = record(network["deployment"], `${at}.deployment`);
  if (!Number.isSafeInteger(deployment["chainId"])) throw new ConfigError(`${at}.deployment.chainId must be a number`);
  record(deployment["contracts"], `${at}.deployment.contracts`);
  return value as Network;
}

function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new ConfigError(`${at} must be an object`);
  return value as Record<string, unknown>;
}

/** Whether a text is a URL that the page may ask. */
export function isUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** Reads `config.json`. @throws ConfigError */
export async function loadConfig(): Promise<Config> {
  const response = await fetch("./config.json", { cache: "no-store" });
  if (!response.ok) throw new ConfigError(`config.json answered with status ${response.status}`);
  const text = await response.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConfigError("config.json is not JSON");
  }
  return parseConfig(value);
}
