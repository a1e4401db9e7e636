import { type Client, CONTRACTS } from "@servicecoin/sdk";
import { isLocalChain, withErrors } from "@servicecoin/sdk/internal";
import { CliError } from "../errors/cliError.js";
import { shownUrl } from "../session/network.js";
import { duration, ether, scv, text } from "../output/value.js";
import { examinePrograms, type ProgramUrls } from "./programs.js";
import type { Session } from "../session/session.js";
import { toShown } from "../errors/shownError.js";

/** The result of one check. */
export interface Check {
  name: string;
  /** `warn`: commands that read work, others do not. */
  state: "ok" | "warn" | "fail";
  detail: string;
  /** How to fix it. */
  fix?: string;
  /** Exit code of a command with this fault. */
  exitCode?: number;
}

/** Tolerated difference between the clocks of chain and machine, in seconds. */
const CLOCK_TOLERANCE = 120n;

/**
 * Checks everything that a command needs. Skips checks that depend on a failed one.
 * @param programs URLs of the programs beside the node, which options name.
 */
export async function examine(session: Session, programs: ProgramUrls): Promise<Check[]> {
  const checks: Check[] = [];
  const check = async (name: string, run: () => Promise<Omit<Check, "name">>): Promise<boolean> => {
    const result = await run().catch((error: unknown): Omit<Check, "name"> => failed(toShown(error)));
    checks.push({ name, ...result });
    return result.state !== "fail";
  };
  if (!(await check("node", () => checkNode(session)))) return checks;
  await check("chain", () => checkChain(session));
  await check("clock", () => checkClock(session));
  const isFound = await check("deployment", () => checkDeployment(session));
  const isDeployed = isFound && (await check("contracts", () => checkContracts(session)));
  checks.push(...(await examinePrograms(session, programs)));
  let account: string | undefined;
  await check("key", async () => {
    const key = await checkKey(session);
    account = key.account;
    return key.found;
  });
  const owner = account;
  if (owner === undefined) return checks;
  await check("ether", () => checkEther(session, owner));
  if (isDeployed) await check("coins", async () => checkCoins(await session.reader(), owner));
  return checks;
}

async function checkNode(session: Session): Promise<Omit<Check, "name">> {
  const { network, provider } = await session.node();
  const [software, block] = await withErrors(() =>
    Promise.all([
      provider.send("web3_clientVersion", []).catch(() => "a node") as Promise<string>,
      provider.getBlockNumber(),
    ]),
  );
  return { state: "ok", detail: `${text(software)} at ${shownUrl(network.url)}, block ${block}` };
}

async function checkChain(session: Session): Promise<Omit<Check, "name">> {
  const { chainId } = await session.node();
  const kind = isLocalChain(chainId) ? "local, spending needs no confirmation" : "public, spending needs confirmation";
  return { state: "ok", detail: `${chainId.toString()} (${kind})` };
}

async function checkClock(session: Session): Promise<Omit<Check, "name">> {
  const { chainId } = await session.node();
  const ahead = (await session.now()) - BigInt(Math.floor(Date.now() / 1000));
  const apart = ahead < 0n ? -ahead : ahead;
  if (apart <= CLOCK_TOLERANCE) return { state: "ok", detail: "the latest block is recent" };
  const detail = `the latest block is ${duration(apart)} ${ahead < 0n ? "old" : "in the future"}`;
  // A local chain mines a block only for a transaction.
  if (isLocalChain(chainId)) return { state: "ok", detail: `${detail}, which is normal on a local chain` };
  const fix =
    ahead < 0n ? "The node may still be syncing: wait, or use another one." : "Set the clock of this machine.";
  return { state: "warn", detail, fix };
}

async function checkDeployment(session: Session): Promise<Omit<Check, "name">> {
  const { file } = await session.deployment();
  return { state: "ok", detail: session.files.shown(file) };
}

async function checkContracts(session: Session): Promise<Omit<Check, "name">> {
  await session.reader();
  return { state: "ok", detail: `all ${CONTRACTS.length} are on the chain` };
}

async function checkKey(session: Session): Promise<{ account: string | undefined; found: Omit<Check, "name"> }> {
  try {
    const signer = await session.signer();
    const account = await signer.getAddress();
    return { account, found: { state: "ok", detail: `${account}, from ${sourceOf(session)}` } };
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== "NoKey" || session.settings.key !== undefined) throw error;
    const fix = error.message.replace(/^.*?: use/, "To send, use");
    return { account: undefined, found: { state: "warn", detail: "none: only commands that read will work", fix } };
  }
}

async function checkEther(session: Session, account: string): Promise<Omit<Check, "name">> {
  const { provider } = await session.node();
  const balance = await withErrors(() => provider.getBalance(account));
  if (balance > 0n) return { state: "ok", detail: ether(balance) };
  return {
    state: "warn",
    detail: ether(balance),
    fix: `Send some ether of this chain to ${account} to pay for gas.`,
  };
}

async function checkCoins({ coin, votes }: Client, account: string): Promise<Omit<Check, "name">> {
  const [balance, locked] = await withErrors(() => Promise.all([coin.balanceOf(account), votes.balanceOf(account)]));
  const detail = `${scv(balance)}, and ${scv(locked)} locked`;
  return balance > 0n ? { state: "ok", detail } : { state: "warn", detail, fix: `Get some SCV sent to ${account}.` };
}

function sourceOf({ settings: { key } }: Session): string {
  switch (key?.kind) {
    case "keyfile":
      return key.file;
    case "keystore":
      return `Hardhat's keystore (${key.name})`;
    case "account":
      return `the local node (account ${key.index})`;
    default:
      return "SERVICECOIN_PRIVATE_KEY";
  }
}

/** Turns an error into a failed check. The fix is in FIXES, or in the message after the colon. */
function failed({ code, message, exitCode }: CliError): Omit<Check, "name"> {
  const colon = message.search(/: [a-z]/);
  const [detail, hint] = colon < 0 ? [message, undefined] : [message.slice(0, colon), message.slice(colon + 2)];
  const fix = FIXES[code] ?? (hint === undefined ? undefined : hint.charAt(0).toUpperCase() + hint.slice(1));
  return { state: "fail", detail, fix, exitCode };
}

const FIXES: Readonly<Record<string, string | undefined>> = {
  NotDeployed: 'If the local chain was restarted, deploy again: "npm run deploy -- --network localhost".',
  NoDeployment: 'Deploy first ("servicecoin deploy" in a clone), or name the record with --deployment.',
  WrongChain: "Choose the node with --rpc or --network, and the deployment record with --deployment.",
};
