import { setTimeout as sleep } from "node:timers/promises";
import { isServiceCoinError } from "@servicecoin/sdk";
import { nextTime, providerOf } from "@servicecoin/sdk/internal";
import { IndexerError } from "@servicecoin/indexer/client";
import { TransactionError, type TransactionManager, type Outcome } from "@servicecoin/tx";
import type { DutyKind, Sources } from "../duties/duty.js";
import type { Patience } from "../state/patience.js";
import type { Purpose } from "../state/purpose.js";
import { findWork } from "./find.js";
import { inOwnOrder } from "./order.js";
import { Performer, type PerformParts } from "./perform.js";
import { emptyReport, type Obstacle, type RoundReport } from "./report.js";

/** What a round needs. */
export interface RoundParts extends PerformParts {
  manager: Pick<TransactionManager<Purpose, Outcome>, "inFlight" | "submit" | "isInFlight">;
  patience: Patience;
  /** Pieces of work at the same time. */
  atOnce: number;
  /** Milliseconds over which the work is spread. */
  spread: number;
  /** Wei below which nothing is sent. */
  leastBalance: bigint;
}

/**
 * Runs one round: finds what is due, and does what the policy covers. Never rejects for what the node, the index or a
 * single thing does: the report says it.
 */
export async function runRound(parts: RoundParts, signal: AbortSignal): Promise<RoundReport> {
  const report = emptyReport();
  try {
    await run(parts, report, signal);
  } catch (error) {
    const obstacle = obstacleOf(error);
    if (obstacle === undefined) throw error;
    report.obstacles.push(obstacle);
  }
  parts.listener.onRound?.(report);
  return report;
}

/** Fees come last: claims of the same round add to them. */
const LAST: readonly DutyKind[] = ["collectFees"];

async function run(parts: RoundParts, report: RoundReport, signal: AbortSignal): Promise<void> {
  const { sources, policy } = parts;
  const reason = await indexObstacle(sources);
  if (reason !== undefined) throw new ObstacleError({ kind: "index", reason });
  for (const duties of [
    policy.duties.filter((kind) => !LAST.includes(kind)),
    policy.duties.filter((kind) => LAST.includes(kind)),
  ]) {
    if (duties.length > 0 && !signal.aborted) await runDuties(parts, duties, report, signal);
  }
}

async function runDuties(
  parts: RoundParts,
  duties: readonly DutyKind[],
  report: RoundReport,
  signal: AbortSignal,
): Promise<void> {
  const { sources, policy, manager, aside, listener } = parts;
  const now = await nextTime(sources.client);
  const startedAt = Date.now();
  const skip = (key: string) => manager.isInFlight(key) || aside.isWaiting(key, startedAt);
  const { works, due, waiting } = await findWork(sources, { ...policy, duties }, parts.patience, now, skip);
  listener.onDue?.(due);
  report.waiting += waiting;
  report.due += [...due.values()].reduce((sum, count) => sum + count, 0);
  const obstacle = policy.dryRun ? undefined : await sendingObstacle(parts);
  if (obstacle !== undefined) throw new ObstacleError(obstacle);
  const turns = inOwnOrder(sources.account, works, parts.spread).values();
  const performer = new Performer(parts, report, now);
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const workers = Array.from({ length: parts.atOnce }, async () => {
    for (const { work, delay } of turns) {
      const wait = startedAt + delay - Date.now();
      if (wait > 0) await sleep(wait, undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) return;
      try {
        await performer.perform(work);
      } catch (error) {
        // The others finish what they have begun.
        failure.abort();
        throw error;
      }
    }
  });
  const failed = (await Promise.allSettled(workers)).find((end) => end.status === "rejected");
  if (failed !== undefined && !signal.aborted) throw failed.reason;
}

/** Why the index cannot be used; undefined when it can. */
async function indexObstacle({ index, client }: Sources): Promise<string | undefined> {
  const { data } = await index.get("/status", {});
  const { chainId, addresses, ready, reason } = data;
  if (BigInt(chainId) !== client.chainId) {
    return `${index.url} is an index of chain ${chainId}, not of chain ${client.chainId}`;
  }
  for (const [name, address] of Object.entries(client.addresses)) {
    if (addresses[name]?.toLowerCase() !== address.toLowerCase()) {
      const actual = addresses[name] ?? "missing";
      return `${index.url} is an index of another system: its ${name} is ${actual}, not ${address}`;
    }
  }
  return ready ? undefined : `${index.url} is not up to date: ${reason ?? "it does not say why"}`;
}

/** Why nothing can be sent now; undefined when it can. */
async function sendingObstacle({ sources, policy, leastBalance }: RoundParts): Promise<Obstacle | undefined> {
  const { client, account } = sources;
  const provider = providerOf(client);
  const [balance, { gasPrice }] = await Promise.all([provider.getBalance(account), provider.getFeeData()]);
  if (balance < leastBalance) {
    const reason = `${account} has ${balance} wei, and needs at least ${leastBalance} wei for gas`;
    return { kind: "account", reason };
  }
  if (gasPrice !== null && gasPrice > policy.highestGasPrice) {
    const reason = `gas costs ${gasPrice} wei, more than the policy's ${policy.highestGasPrice} wei`;
    return { kind: "gasPrice", reason };
  }
  return undefined;
}

class ObstacleError extends Error {
  constructor(readonly obstacle: Obstacle) {
    super(obstacle.reason);
  }
}

/** What an error says about the world outside; undefined for a fault of the program. */
function obstacleOf(error: unknown): Obstacle | undefined {
  if (error instanceof ObstacleError) return error.obstacle;
  if (error instanceof IndexerError) return { kind: "index", reason: error.message };
  if (error instanceof TransactionError) {
    return { kind: error.code === "FeesTooHigh" ? "gasPrice" : "transactions", reason: error.message };
  }
  // Most errors of a node become one of the SDK's; the others are errors of ethers with a code.
  if (isServiceCoinError(error)) return { kind: "node", reason: error.message };
  if (error instanceof Error && typeof (error as { code?: unknown }).code === "string") {
    return { kind: "node", reason: error.message };
  }
  return undefined;
}
