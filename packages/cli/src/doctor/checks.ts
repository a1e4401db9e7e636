import { type Client, CONTRACTS } from "@servicecoin/sdk";
import { isLocalChain, withErrors } from "@servicecoin/sdk/internal";
import { CliError } from "../errors/cliError.js";
import { shownUrl } from "../session/network.js";
import { duration, ether, scv, text } from "../output/value.js";
import type { Session } from "../session/session.js";
import { toShown } from "../errors/shownError.js";

/** What one look found. */
export interface Check {
  name: string;
  /** `warn`: reading works, something else does not. */
  state: "ok" | "warn" | "fail";
  detail: string;
  /** What to do about it. */
  fix?: string;
  /** What a command would exit with because of it. */
  exitCode?: number;
}

/** More than this the clocks of chain and machine should not differ, in seconds. */
const CLOCK_TOLERANCE = 120n;

/** Looks at everything that a command needs; what cannot be looked at any more is left out. */
export async function examine(session: Session): Promise<Check[]> {
  const checks: Check[] = [];
  const look = async (name: string, run: () => Promise<Omit<Check, "name">>): Promise<boolean> => {
    const check = await run().catch((error: unknown): Omit<Check, "name"> => failed(toShown(error)));
    checks.push({ name, ...check });
    return check.state !== "fail";
  };
  if (!(await look("node", () => checkNode(session)))) return checks;
  await look("chain", () => checkChain(session));
  await look("clock", () => checkClock(session));
  const isFound = await look("deployment", () => checkDeployment(session));
  const isDeployed = isFound && (await look("contracts", () => checkContracts(session)));
  let account: string | undefined;
  await look("key", async () => {
    const check = await checkKey(session);
    account = check.account;
    return check.found;
  });
  const owner = account;
  if (owner === undefined) return checks;
  await look("ether", () => checkEther(session, owner));
  if (isDeployed) await look("coins", async () => checkCoins(await session.reader(), owner));
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
  const kind = isLocalChain(chainId) ? "local, nothing is asked before spending" : "public, spending needs a yes";
  return { state: "ok", detail: `${chainId.toString()} (${kind})` };
}

async function checkClock(session: Session): Promise<Omit<Check, "name">> {
  const { chainId } = await session.node();
  const ahead = (await session.now()) - BigInt(Math.floor(Date.now() / 1000));
  const apart = ahead < 0n ? -ahead : ahead;
  if (apart <= CLOCK_TOLERANCE) return { state: "ok", detail: "the last block is recent" };
  const detail = `the last block is ${duration(apart)} ${ahead < 0n ? "old" : "in the future"}`;
  // A local chain makes a block when there is something to put into it.
  if (isLocalChain(chainId)) return { state: "ok", detail: `${detail}, as it may be on a local chain` };
  const fix = ahead < 0n ? "The node may still be syncing: wait, or use another." : "Set the clock of this machine.";
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
    return { account: undefined, found: { state: "warn", detail: "none: commands that read work", fix } };
  }
}

async function checkEther(session: Session, account: string): Promise<Omit<Check, "name">> {
  const { provider } = await session.node();
  const balance = await withErrors(() => provider.getBalance(account));
  if (balance > 0n) return { state: "ok", detail: ether(balance) };
  return {
    state: "warn",
    detail: ether(balance),
    fix: `Send some ether of this chain to ${account}: gas is paid with it.`,
  };
}

async function checkCoins({ coin, votes }: Client, account: string): Promise<Omit<Check, "name">> {
  const [balance, locked] = await withErrors(() => Promise.all([coin.balanceOf(account), votes.balanceOf(account)]));
  const detail = `${scv(balance)}, and ${scv(locked)} locked`;
  return balance > 0n ? { state: "ok", detail } : { state: "warn", detail, fix: `Have some SCV sent to ${account}.` };
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

/** What to do about an error stands in FIXES, or in its own sentence after the colon. */
function failed({ code, message, exitCode }: CliError): Omit<Check, "name"> {
  const colon = message.search(/: [a-z]/);
  const [detail, hint] = colon < 0 ? [message, undefined] : [message.slice(0, colon), message.slice(colon + 2)];
  const fix = FIXES[code] ?? (hint === undefined ? undefined : hint.charAt(0).toUpperCase() + hint.slice(1));
  return { state: "fail", detail, fix, exitCode };
}

const FIXES: Readonly<Record<string, string | undefined>> = {
  NotDeployed: 'If the local chain was restarted, deploy again: "npm run deploy -- --network localhost".',
  NoDeployment: 'Deploy first ("servicecoin deploy" in a clone), or name the file with --deployment.',
  WrongChain: "Choose the node with --rpc or --network, and the deployment with --deployment.",
};
