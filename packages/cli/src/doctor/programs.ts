import { formatEther, parseEther } from "ethers";
import { DEFAULT_PORT as FACILITATOR_PORT } from "@servicecoin/gateway/internal";
import { DEFAULT_PORT as KEEPER_PORT } from "@servicecoin/keeper";
import { DEFAULT_PORT as MONITOR_PORT } from "@servicecoin/monitor";
import { isLocalChain, withErrors } from "@servicecoin/sdk/internal";
import { EXIT } from "../errors/cliError.js";
import { API_PORT } from "../indexer/apiSettings.js";
import { text } from "../output/value.js";
import { programOf, shownUrl, type ProgramName } from "../session/network.js";
import type { Session } from "../session/session.js";
import { version } from "../version.js";
import type { Check } from "./checks.js";
import { readHealth, type Health } from "./health.js";

/** URLs that options name. */
export type ProgramUrls = Readonly<Partial<Record<ProgramName, string | undefined>>>;

/** The programs in the order of their checks, with the port where each listens by default. */
const PORTS: Readonly<Record<ProgramName, number>> = {
  indexer: API_PORT,
  facilitator: FACILITATOR_PORT,
  keeper: KEEPER_PORT,
  monitor: MONITOR_PORT,
};
/** The command that starts each. */
const COMMANDS: Readonly<Record<ProgramName, string>> = {
  indexer: "servicecoin index",
  facilitator: "servicecoin facilitator",
  keeper: "servicecoin keeper",
  monitor: "servicecoin monitor",
};

/** Wei below which an account that pays gas should get more. The monitor's rule has the same. */
const LOW = parseEther("0.05");

type Result = Omit<Check, "name">;

/**
 * Checks the programs beside the node: those that options or the environment name, and on a local chain those that
 * listen on their default ports and work for this chain.
 * @throws CliError `BadUrl`
 */
export async function examinePrograms(session: Session, urls: ProgramUrls): Promise<Check[]> {
  const { network } = session.settings;
  const { chainId } = await session.node();
  const checks = Object.entries(PORTS).map(async ([key, port]): Promise<Check[]> => {
    const name = key as ProgramName;
    const named = programOf(name, network, urls[name], session.io.env);
    if (named !== undefined) return [{ name, ...(await checkNamed(session, name, named)) }];
    if (!isLocalChain(chainId)) return [];
    const found = await checkFound(session, name, `http://127.0.0.1:${port}`);
    return found === undefined ? [] : [{ name, ...found }];
  });
  return (await Promise.all(checks)).flat();
}

async function checkNamed(session: Session, name: ProgramName, url: string): Promise<Result> {
  const health = await readHealth(name, url);
  if (health === undefined) {
    const detail = `nothing answers at ${shownUrl(url)} as ${article(name)} does`;
    const fix = `Start one with "${COMMANDS[name]}", or correct ${sourceOf(name)}.`;
    return { state: "fail", detail, fix, exitCode: EXIT.unreachable };
  }
  const other = await differenceOf(session, health);
  if (other === undefined) return resultOf(url, health);
  const fix = `Name ${article(name)} of this system with ${sourceOf(name)}.`;
  return { state: "fail", detail: `${shownUrl(url)} ${other}`, fix, exitCode: EXIT.usage };
}

/** What is at a default port; undefined if nothing is, or if it belongs to something else. */
async function checkFound(session: Session, name: ProgramName, url: string): Promise<Result | undefined> {
  const health = await readHealth(name, url);
  if (health === undefined || (await differenceOf(session, health)) !== undefined) return undefined;
  return resultOf(url, health);
}

/** How a program's chain and contracts differ from those of this command; undefined if they do not. */
async function differenceOf(session: Session, health: Health): Promise<string | undefined> {
  const { provider, chainId } = await session.node();
  if (health.chainId !== undefined && BigInt(health.chainId) !== chainId) {
    return `works for chain ${health.chainId}, not for chain ${chainId}`;
  }
  const { block } = health;
  if (block !== undefined) {
    const here = await withErrors(() => provider.getBlock(block.number));
    if (here?.hash !== block.hash) return `works for another chain with the id ${chainId}`;
  }
  const { addresses = {} } = health;
  const reader = await session.reader().catch(() => undefined);
  for (const [contract, address] of Object.entries(reader?.addresses ?? {})) {
    const actual = addresses[contract];
    if (actual !== undefined && actual.toLowerCase() !== address.toLowerCase()) {
      return `works for another deployment, whose ${contract} is ${text(actual)}`;
    }
  }
  return undefined;
}

function resultOf(url: string, { isReady, reasons, account, version: other, seen }: Health): Result {
  const own = version();
  const facts = [shownUrl(url), ...(seen === undefined ? [] : [`block ${seen}`])];
  if (account?.balance !== undefined) facts.push(`${formatEther(account.balance)} ether for gas`);
  const detail = facts.join(", ");
  if (account?.balance !== undefined && account.balance < LOW) {
    const state = isReady ? "low on ether" : "not ready";
    const fix = `Send some ether of this chain to ${text(account.address)}, which pays for gas.`;
    return { state: "warn", detail: `${state}: ${detail}`, fix };
  }
  if (!isReady) return { state: "warn", detail: `not ready: ${detail}`, fix: reasons.map(text).join(" ") };
  if (other !== undefined && other !== own) {
    const fix = "Run the same version on both sides.";
    return { state: "warn", detail: `${detail}, version ${text(other)} and not ${own}`, fix };
  }
  return { state: "ok", detail: `${detail}, ready` };
}

function article(name: ProgramName): string {
  return name === "indexer" ? "an indexer" : `a ${name}`;
}

function sourceOf(name: ProgramName): string {
  return `--${name} or SERVICECOIN_${name.toUpperCase()}_URL`;
}
