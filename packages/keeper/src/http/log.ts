import { formatEther } from "ethers";
import type { Logger } from "pino";
import { formatScv } from "@servicecoin/sdk";
import type { Outcome } from "@servicecoin/tx";
import type { DutyKind } from "../duties/duty.js";
import type { KeeperListener, RoundReport } from "../round/report.js";
import type { Aside } from "../state/setAside.js";
import type { Purpose } from "../state/purpose.js";

/** Writes a line for everything that the keeper does: what, for whom, and what it cost. */
export class LoggingListener implements KeeperListener {
  /** The obstacles of the last round: each is logged once, and once when it is gone. */
  #obstacles = new Map<string, string>();

  constructor(private readonly log: Logger) {}

  onSent(purpose: Purpose, hash: string): void {
    this.log.info({ ...factsOf(purpose), transaction: hash }, "sent");
  }

  onPlanned(purpose: Purpose): void {
    this.log.info({ ...factsOf(purpose), cost: etherOf(BigInt(purpose.reserved)) }, "would send");
  }

  onEnded(purpose: Purpose, { status, hash, gasUsed = 0n, fee = 0n }: Outcome): void {
    const line = { ...factsOf(purpose), transaction: hash, gas: String(gasUsed), cost: etherOf(fee) };
    if (status === "confirmed") this.log.info(line, "done");
    else this.log.warn({ ...line, status }, "not done");
  }

  onLost(duty: DutyKind, keys: readonly string[]): void {
    this.log.debug({ duty, keys }, "no longer due");
  }

  onSetAside(duty: DutyKind, { key, failures, until, reason }: Aside): void {
    this.log.warn({ duty, key, failures, until: new Date(until).toISOString(), reason }, "set aside");
  }

  onRound({ obstacles, fees, ...counts }: RoundReport): void {
    for (const { kind, reason } of obstacles) {
      if (!this.#obstacles.has(kind)) this.log.warn({ obstacle: kind, reason }, "cannot work");
    }
    const now = new Map(obstacles.map(({ kind, reason }) => [kind, reason]));
    for (const kind of this.#obstacles.keys())
      if (!now.has(kind as never)) this.log.info({ obstacle: kind }, "works again");
    this.#obstacles = now;
    const level = counts.transactions + counts.failed + counts.planned > 0 ? "info" : "debug";
    this.log[level]({ ...counts, cost: etherOf(fees) }, "round");
  }
}

function factsOf({ duty, keys, for: account, amount }: Purpose) {
  return {
    duty,
    keys,
    for: account ?? "the system",
    amount: amount === null ? undefined : `${formatScv(BigInt(amount))} SCV`,
  };
}

function etherOf(wei: bigint): string {
  return `${formatEther(wei)} ether`;
}
