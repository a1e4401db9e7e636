import type { JsonRpcProvider } from "ethers";
import { openProvider, ServiceCoinError, toServiceCoinError } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { CliError, EXIT } from "../errors/cliError.js";
import type { Environment } from "../io.js";

/** The node to connect to. */
export interface Network {
  /** Name given by `--network`. */
  name: string | undefined;
  url: string;
  /** The chain id that the node must report, if the name implies one. */
  chainId: bigint | undefined;
}

/** The network of a local node. */
export const LOCAL = "localhost";
/** The environment variable with the URL of the node, unless a network has its own. */
const URL_VARIABLE = "SERVICECOIN_RPC_URL";
const DEFAULT_URL = "http://127.0.0.1:8545";
const RESPONSE_MS = 15_000;
const CHAIN_IDS: Readonly<Record<string, bigint | undefined>> = { localhost: 31337n, sepolia: 11_155_111n };

/**
 * Chooses the node by options and environment.
 * @throws CliError `UnknownNetwork`, `BadUrl`
 */
export function networkOf(name: string | undefined, rpc: string | undefined, environment: Environment): Network {
  if (name === undefined) {
    const url = rpc ?? (environment[URL_VARIABLE] || DEFAULT_URL);
    return { name, url: checkedUrl(url), chainId: undefined };
  }
  const variable = urlVariableOf(name);
  const known = name === LOCAL ? DEFAULT_URL : undefined;
  const url = rpc ?? (environment[variable] || environment[URL_VARIABLE] || known);
  if (!url) {
    const message = `No URL for the network ${JSON.stringify(name)}: set ${variable}, or add --rpc <url>.`;
    throw new CliError("UnknownNetwork", message, { network: name, variable });
  }
  return { name, url: checkedUrl(url), chainId: CHAIN_IDS[name] };
}

/** Programs beside a node. */
export type ProgramName = "indexer" | "facilitator" | "keeper" | "monitor";

/**
 * Chooses a program by option and environment: `<NAME>_<PROGRAM>_URL` with `--network <name>`, or
 * `SERVICECOIN_<PROGRAM>_URL`, for example `SERVICECOIN_INDEXER_URL`.
 * @param network Name given by `--network`.
 * @param url Given by an option.
 * @throws CliError `BadUrl`
 */
export function programOf(
  program: ProgramName,
  network: string | undefined,
  url: string | undefined,
  environment: Environment,
): string | undefined {
  const suffix = `${program.toUpperCase()}_URL`;
  const variable = `SERVICECOIN_${suffix}`;
  const chosen =
    url ?? (environment[network === undefined ? variable : variableOf(network, suffix)] || environment[variable]);
  return chosen ? checkedUrl(chosen, program) : undefined;
}

/** Returns the name of the environment variable with the URL of a network's node, for the command line and scripts. */
export function urlVariableOf(network: string): string {
  return network === LOCAL ? URL_VARIABLE : variableOf(network, "RPC_URL");
}

/** Returns the name of an environment variable of a network, for example SEPOLIA_PRIVATE_KEY. */
export function variableOf(network: string, suffix: string): string {
  return `${network.toUpperCase().replace(/\W/g, "_")}_${suffix}`;
}

/** Returns the origin of a URL for messages: the path is often an API key. */
export function shownUrl(url: string): string {
  return new URL(url).origin;
}

/**
 * Connects to a node after a check of its chain id.
 * @throws CliError `Unreachable`; ServiceCoinError `WrongChain`
 */
export async function connectTo(network: Network): Promise<{ provider: JsonRpcProvider; chainId: bigint }> {
  const provider = await openProvider(network.url, { timeout: RESPONSE_MS }).catch((error: unknown) => {
    throw unreachable(network.url, error);
  });
  const { chainId } = await provider.getNetwork();
  if (network.chainId !== undefined && network.chainId !== chainId) {
    throw new ServiceCoinError("WrongChain", { expected: network.chainId, actual: chainId });
  }
  if (!isLocalChain(chainId)) provider.pollingInterval = 2000;
  return { provider, chainId };
}

function unreachable(url: string, error: unknown): CliError {
  const origin = shownUrl(url);
  const help =
    origin === DEFAULT_URL ? 'start one with "npm start", or choose another with --rpc' : "check --rpc or --network";
  const limit = /status 429/.exec(toServiceCoinError(error).message);
  const message =
    limit === null
      ? `No node responds at ${origin}: ${help}.`
      : `The node at ${origin} allows no more requests for now (status 429): try again later, or choose another with --rpc.`;
  return new CliError("Unreachable", message, { url: origin }, EXIT.unreachable, error);
}

function checkedUrl(url: string, subject = "node"): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError("BadUrl", `The URL of the ${subject} must start with http:// or https://.`);
  }
  return url;
}
