import { formatEther } from "ethers";
import type { Counter } from "prom-client";
import { Metrics } from "@servicecoin/health";
import { OUTCOME_STATUSES, type Outcome } from "@servicecoin/tx";
import { DUTY_KINDS, type DutyKind } from "../duties/duty.js";
import { OBSTACLE_KINDS, type KeeperListener, type RoundReport } from "../round/report.js";
import type { Purpose } from "../state/purpose.js";

/** Values that are read when the metrics are collected. */
export interface MetricsSource {
  inFlight: () => number;
  waiting: () => number;
  /** Wei; undefined if the last reading failed. */
  balance: () => bigint | undefined;
  /** Wei left of the day's budget. */
  budgetLeft: () => bigint;
}

/** Metrics of one keeper, with those of the process. */
export class KeeperMetrics implements KeeperListener {
  readonly all = new Metrics("keeper");
  private readonly due = this.all.state({
    name: "due",
    help: "Due things that the policy covers, by the last round.",
    labelNames: ["duty"],
  });
  private readonly done = this.counter("done_total", "Due things that this keeper has done.", ["duty"]);
  private readonly lost = this.counter("lost_total", "Due things that somebody else did first.", ["duty"]);
  private readonly failed = this.counter("failures_total", "Times that a due thing failed and was set aside.", [
    "duty",
  ]);
  private readonly transactions = this.counter("transactions_total", "Transactions that ended, by status.", [
    "duty",
    "status",
  ]);
  private readonly gas = this.counter("gas_used_total", "Gas used by transactions in blocks.", ["duty"]);
  private readonly fees = this.counter("fees_ether_total", "Ether paid for gas.", ["duty"]);
  private readonly rounds = this.counter("rounds_total", "Rounds, by what kept them from sending.", ["obstacle"]);
  private readonly lastRound = this.all.state({
    name: "last_round_timestamp_seconds",
    help: "When the last round ended.",
  });

  constructor(source: MetricsSource) {
    this.all.gauge("transactions_in_flight", "Transactions without a final outcome.", source.inFlight);
    this.all.gauge("set_aside", "Due things that failed and wait for their next try.", source.waiting);
    this.all.gauge("account_balance_ether", "Ether of the account that pays the gas, by the last reading.", () => {
      const balance = source.balance();
      // A node that does not answer must not look like an empty account.
      return balance === undefined ? NaN : Number(formatEther(balance));
    });
    this.all.gauge("budget_left_ether", "Ether left of the day's budget.", () =>
      Number(formatEther(source.budgetLeft())),
    );
    this.#startAtZero();
  }

  onDue(due: ReadonlyMap<DutyKind, number>): void {
    for (const [duty, count] of due) this.due.set({ duty }, count);
  }

  onEnded({ duty, keys }: Purpose, { status, gasUsed = 0n, fee = 0n }: Outcome): void {
    this.transactions.inc({ duty, status });
    if (status === "confirmed") this.done.inc({ duty }, keys.length);
    this.gas.inc({ duty }, Number(gasUsed));
    this.fees.inc({ duty }, Number(formatEther(fee)));
  }

  onLost(duty: DutyKind, keys: readonly string[]): void {
    this.lost.inc({ duty }, keys.length);
  }

  onSetAside(duty: DutyKind): void {
    this.failed.inc({ duty });
  }

  onRound({ obstacles }: RoundReport): void {
    this.rounds.inc({ obstacle: obstacles[0]?.kind ?? "none" });
    this.lastRound.set(Date.now() / 1_000);
  }

  /** Prometheus sees no increase in a series that begins with its first event, so each begins with 0. */
  #startAtZero(): void {
    for (const duty of DUTY_KINDS) {
      for (const counter of [this.done, this.lost, this.failed, this.gas, this.fees]) counter.inc({ duty }, 0);
      for (const status of OUTCOME_STATUSES) this.transactions.inc({ duty, status }, 0);
    }
    for (const obstacle of ["none", ...OBSTACLE_KINDS]) this.rounds.inc({ obstacle }, 0);
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return this.all.counter({ name, help, labelNames });
  }
}
