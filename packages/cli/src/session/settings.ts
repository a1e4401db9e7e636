import type { Command } from "../command/command.js";
import { CliError } from "../errors/cliError.js";
import type { Environment } from "../io.js";
import { parseCount } from "../parse/number.js";
import { parseDuration } from "../parse/time.js";

/** Where the key comes from. */
export type KeySource =
  | { kind: "keyfile"; file: string }
  | { kind: "keystore"; name: string }
  | { kind: "account"; index: number }
  | { kind: "environment" };

/** The options that every command takes. */
export interface Settings {
  isJson: boolean;
  isDebug: boolean;
  /** Spend without asking. */
  isYes: boolean;
  network: string | undefined;
  rpc: string | undefined;
  deployment: string | undefined;
  key: KeySource | undefined;
  /** Milliseconds to wait for a transaction, or without end. */
  timeout: number | undefined;
}

/** Adds the options that every command takes. */
export function addSettings(program: Command): void {
  program
    .option("--network <name>", "localhost, sepolia, or any <NAME> with <NAME>_RPC_URL in the environment")
    .option("--rpc <url>", "address of the node (default: SERVICECOIN_RPC_URL, or http://127.0.0.1:8545)")
    .option("--deployment <file>", "where the contracts are (default: deployments/<chain id>.json, here or above)")
    .option("--keyfile <file>", "sign with this encrypted JSON key; password: SERVICECOIN_PASSWORD, or asked for")
    .option("--keystore <name>", "sign with this key of Hardhat's keystore, for example SEPOLIA_PRIVATE_KEY")
    .option("--account <number>", "sign as this account of a local node (chain 31337)")
    .option("-y, --yes", "spend on a public chain without asking")
    .option("--timeout <duration>", "wait so long for a transaction, for example 5m (default: without end)")
    .option("--json", "print one JSON document, and errors as JSON on stderr")
    .option("--debug", "print the causes of an error");
}

/** @throws CliError when options are malformed or contradict each other. */
export function settingsOf(options: Readonly<Record<string, unknown>>, environment: Environment): Settings {
  const text = (name: string) => options[name] as string | undefined;
  const timeout = text("timeout");
  return {
    isJson: options["json"] === true,
    isDebug: options["debug"] === true,
    isYes: options["yes"] === true,
    network: text("network"),
    rpc: text("rpc"),
    deployment: text("deployment"),
    key: keySourceOf(text("keyfile"), text("keystore"), text("account"), environment),
    timeout: timeout === undefined ? undefined : Number(parseDuration(timeout, "--timeout")) * 1000,
  };
}

function keySourceOf(
  keyfile: string | undefined,
  keystore: string | undefined,
  account: string | undefined,
  environment: Environment,
): KeySource | undefined {
  const sources: KeySource[] = [];
  if (keyfile !== undefined) sources.push({ kind: "keyfile", file: keyfile });
  if (keystore !== undefined) sources.push({ kind: "keystore", name: keystore });
  if (account !== undefined) sources.push({ kind: "account", index: parseCount(0, 999)(account, "--account") });
  if (sources.length > 1) {
    throw new CliError("ManyKeys", "Give one of --keyfile, --keystore and --account, not several.");
  }
  if (sources.length === 0 && environment["SERVICECOIN_PRIVATE_KEY"]) return { kind: "environment" };
  return sources[0];
}
