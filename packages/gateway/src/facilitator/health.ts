import { formatEther, type Provider } from "ethers";
import type { Readiness } from "@servicecoin/health";
import { TtlCache } from "@servicecoin/tx/internal";
import type { Settler } from "../settlement/settler.js";

/** Whether the facilitator can work, and the conditions for it. */
export interface Health {
  healthy: boolean;
  node: { reachable: boolean; chainId: string | null; expected: string; block: number | null };
  journal: { writable: boolean };
  account: { address: string; balance: string | null; least: string; funded: boolean };
  payments: number;
  batches: number;
  capacity: number;
}

/** What the health depends on. */
export interface HealthParts {
  provider: Provider;
  settler: Pick<Settler, "check" | "load" | "obstacle">;
  chainId: bigint;
  /** The account that pays the gas. */
  account: string;
  /** Minimum balance of that account, in wei. */
  leastBalance: bigint;
}

/** What the node and the disk responded; null for what could not be read. */
interface Readings {
  actual: bigint | null;
  block: number | null;
  balance: bigint | null;
  writable: boolean;
}

/**
 * Milliseconds for which a reading of the node is valid. Health and metrics are open to everyone, so a flood of their
 * requests must not use up the node. A limit with status 429 would let strangers make a monitor believe that the
 * facilitator is down.
 */
export const READING_TTL = 1_000;

/** Returns a function that reads the health. It queries node and disk once per second at most. It never throws. */
export function healthReader(parts: HealthParts): () => Promise<Health> {
  const readings = new TtlCache(() => read(parts), READING_TTL);
  return async () => healthOf(parts, await readings.get());
}

async function read({ provider, settler, account }: HealthParts): Promise<Readings> {
  const [actual, block, balance, writable] = await Promise.all([
    chainIdOf(provider).catch(() => null),
    provider.getBlockNumber().catch(() => null),
    provider.getBalance(account).catch(() => null),
    settler.check().then(
      () => true,
      () => false,
    ),
  ]);
  return { actual, block, balance, writable };
}

function healthOf(
  { settler, chainId, account, leastBalance }: HealthParts,
  { actual, block, balance, writable }: Readings,
): Health {
  const reachable = actual !== null && block !== null;
  const funded = balance !== null && balance >= leastBalance;
  const isStopping = settler.obstacle?.code === "Stopping";
  return {
    healthy: reachable && actual === chainId && writable && funded && !isStopping,
    node: { reachable, chainId: actual === null ? null : String(actual), expected: String(chainId), block },
    journal: { writable },
    account: {
      address: account,
      balance: balance === null ? null : String(balance),
      least: String(leastBalance),
      funded,
    },
    ...settler.load,
  };
}

/** Returns the same as `/readyz` responds: why the facilitator cannot work, in words. */
export function readinessOf({ healthy, ...parts }: Health): Readiness & Omit<Health, "healthy"> {
  return { ready: healthy, reasons: healthy ? [] : reasonsOf(parts), ...parts };
}

function reasonsOf({ node, journal, account }: Omit<Health, "healthy">): string[] {
  const reasons: string[] = [];
  if (!node.reachable) reasons.push("The node does not respond.");
  else if (node.chainId !== node.expected) {
    reasons.push(`The node is on chain ${node.chainId}, not on ${node.expected}.`);
  }
  if (!journal.writable) reasons.push("The journal cannot be written.");
  if (account.balance !== null && !account.funded) {
    const [balance, least] = [account.balance, account.least].map(formatEther);
    reasons.push(`The account ${account.address} has ${balance} ether, less than ${least}.`);
  }
  return reasons.length > 0 ? reasons : ["It is stopping."];
}

/** Queries the node each time, because providers of ethers cache the network. */
async function chainIdOf(provider: Provider): Promise<bigint> {
  if ("send" in provider && typeof provider.send === "function") {
    const send = provider.send.bind(provider) as (method: string, params: unknown[]) => Promise<unknown>;
    return BigInt((await send("eth_chainId", [])) as string);
  }
  return (await provider.getNetwork()).chainId;
}
