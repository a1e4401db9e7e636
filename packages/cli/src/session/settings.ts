import type { Command } from "../command/command.js";
import { CliError } from "../errors/cliError.js";
import type { Environment } from "../io.js";
import { parseCount } from "../parse/number.js";
import { parseDuration } from "../parse/time.js";

/** Source of the private key. */
export type KeySource =
  | { kind: "keyfile"; file: string }
  | { kind: "keystore"; name: string }
  | { kind: "account"; index: number }
  | { kind: "environment" };

/** The global options. */
export interface Settings {
  isJson: boolean;
  isDebug: boolean;
  /** Show the events of a transaction instead of its results. */
  hasEvents: boolean;
  /** Spend without confirmation. */
  isYes: boolean;
  network: string | undefined;
  rpc: string | undefined;
  deployment: string | undefined;
  /** URL of the API of an indexer, from which lists are read. */
  indexer: string | undefined;
  key: KeySource | undefined;
  /** Milliseconds to wait for a transaction. Default: no limit. */
  timeout: number | undefined;
}

/** Declares the global options. */
export function addSettings(program: Command): void {
  program
    .option("--network <name>", "localhost, sepolia, or any <NAME> whose <NAME>_RPC_URL is in the environment")
    .option("--rpc <url>", "URL of the node (default: SERVICECOIN_RPC_URL, or http://127.0.0.1:8545)")
    .option(
      "--deployment <file>",
      "deployment record (default: deployments/<chain id>.json, here or in a parent folder)",
    )
    .option(
      "--indexer <url>",
      "read lists and searches from this indexer (default: SERVICECOIN_INDEXER_URL; without it, the chain)",
    )
    .option(
      "--keyfile <file>",
      "sign with this encrypted JSON key; the password comes from SERVICECOIN_PASSWORD or a prompt",
    )
    .option("--keystore <name>", "sign with this key from Hardhat's keystore, for example SEPOLIA_PRIVATE_KEY")
    .option("--account <number>", "sign with this account of a local node (chain 31337)")
    .option("-y, --yes", "spend on a public chain without confirmation")
    .option("--timeout <duration>", "longest wait for a transaction, for example 5m (default: no limit)")
    .option("--json", "print the result as one JSON document, and errors as JSON on stderr")
    .option("--events", "show all events of a transaction instead of its results")
    .option("--debug", "print the causes of an error");
}

/** Parses the global options. @throws CliError if options are malformed or conflict. */
export function settingsOf(options: Readonly<Record<string, unknown>>, environment: Environment): Settings {
  const text = (name: string) => options[name] as string | undefined;
  const timeout = text("timeout");
  return {
    isJson: options["json"] === true,
    isDebug: options["debug"] === true,
    hasEvents: options["events"] === true,
    isYes: options["yes"] === true,
    network: text("network"),
    rpc: text("rpc"),
    deployment: text("deployment"),
    indexer: text("indexer"),
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
    throw new CliError("ManyKeys", "Use only one of --keyfile, --keystore and --account.");
  }
  if (sources.length === 0 && environment["SERVICECOIN_PRIVATE_KEY"]) return { kind: "environment" };
  return sources[0];
}
