import { gasLimitFor, providerOf } from "@servicecoin/sdk/internal";
import type { TransactionManager, Outcome } from "@servicecoin/tx";
import type { Due, Sources } from "../duties/duty.js";
import { allows, type Policy } from "../policy/policy.js";
import { reservedBy, type Budget } from "../state/budget.js";
import type { Purpose } from "../state/purpose.js";
import type { SetAside } from "../state/setAside.js";
import type { Work } from "./find.js";
import type { KeeperListener, RoundReport } from "./report.js";
import { simulate } from "./simulate.js";

/** What performing needs. */
export interface PerformParts {
  sources: Sources;
  policy: Policy;
  manager: Pick<TransactionManager<Purpose, Outcome>, "inFlight" | "submit">;
  budget: Budget;
  aside: SetAside;
  listener: KeeperListener;
}

/** Things that one call does, which has just succeeded in a simulation. */
interface Feasible {
  dues: readonly Due<unknown>[];
  to: string;
  data: string;
  gas: bigint;
}

/** Does the work of one round, piece by piece. */
export class Performer {
  /** Wei of transactions that are being submitted, which the manager does not list yet. */
  #submitting = 0n;

  constructor(
    private readonly parts: PerformParts,
    private readonly report: RoundReport,
    /** Time of the next block, in seconds since 1970. */
    private readonly now: bigint,
  ) {}

  /** Checks a piece of work on the chain, simulates it, sends it and waits for its end. */
  async perform(work: Work): Promise<void> {
    const dues = await this.#check(work, work.dues);
    for (const feasible of await this.#feasible(work, dues)) {
      const purpose = await this.#purposeOf(work, feasible);
      if (this.parts.policy.dryRun) {
        this.report.planned += feasible.dues.length;
        this.parts.listener.onPlanned?.(purpose);
      } else if (this.#fitsBudget(purpose)) {
        await this.#send(work, feasible, purpose);
      }
    }
  }

  /** What is still due by the chain, and worth it. */
  async #check({ duty }: Work, dues: readonly Due<unknown>[]): Promise<Due<unknown>[]> {
    const { sources, policy, listener } = this.parts;
    const checked = await Promise.all(dues.map((due) => duty.check(sources, due, this.now)));
    const lost = dues.filter((_, index) => checked[index] === undefined).map(({ key }) => key);
    if (lost.length > 0) {
      this.report.lost += lost.length;
      listener.onLost?.(duty.kind, lost);
    }
    return checked.filter((due) => due !== undefined).filter((due) => allows(policy, due));
  }

  /** Splits things until each part succeeds in a simulation; what fails alone is set aside. */
  async #feasible(work: Work, dues: readonly Due<unknown>[]): Promise<Feasible[]> {
    const [first] = dues;
    if (first === undefined) return [];
    const { sources } = this.parts;
    const call = work.duty.call(sources, dues);
    const gas = await simulate(sources.client, sources.account, call);
    if (typeof gas === "bigint") return [{ dues, ...call, gas }];
    if (dues.length === 1) {
      // Not a fault of the thing if somebody did it in the meantime.
      const [still] = await this.#check(work, dues);
      if (still !== undefined) await this.#setAside(work, still.key, gas.reason);
      return [];
    }
    const middle = Math.ceil(dues.length / 2);
    const halves = [dues.slice(0, middle), dues.slice(middle)];
    const feasible: Feasible[] = [];
    for (const half of halves) feasible.push(...(await this.#feasible(work, half)));
    return feasible;
  }

  async #purposeOf({ duty }: Work, { dues, to, data, gas }: Feasible): Promise<Purpose> {
    const gasLimit = gasLimitFor(gas);
    const { maxFeePerGas, gasPrice } = await providerOf(this.parts.sources.client).getFeeData();
    const amounts = dues.flatMap(({ amount }) => (amount === undefined ? [] : [amount]));
    return {
      ...{ duty: duty.kind, keys: dues.map(({ key }) => key), for: dues[0]?.for ?? null, to, data },
      amount: amounts.length === 0 ? null : String(amounts.reduce((sum, amount) => sum + amount)),
      gasLimit: String(gasLimit),
      reserved: String(gas * (maxFeePerGas ?? gasPrice ?? 0n)),
      at: seconds(),
    };
  }

  #fitsBudget({ reserved, at }: Purpose): boolean {
    const { budget, manager, policy } = this.parts;
    const open = reservedBy(manager.inFlight.map(({ purpose }) => purpose)) + this.#submitting;
    const left = policy.budgetPerDay - budget.spent(at) - open;
    if (BigInt(reserved) <= left) return true;
    const reason = `the day's budget of ${policy.budgetPerDay} wei has ${left} wei left, and the next transaction may cost ${reserved} wei`;
    this.#note({ kind: "budget", reason });
    return false;
  }

  #note(obstacle: RoundReport["obstacles"][number]): void {
    if (!this.report.obstacles.some(({ kind }) => kind === obstacle.kind)) this.report.obstacles.push(obstacle);
  }

  async #send(work: Work, { dues }: Feasible, purpose: Purpose): Promise<void> {
    const { manager, listener } = this.parts;
    const reserved = BigInt(purpose.reserved);
    this.#submitting += reserved;
    const submission = await manager.submit(purpose).finally(() => (this.#submitting -= reserved));
    listener.onSent?.(purpose, submission.hash);
    const outcome = await submission.finished;
    await this.#record(work, dues, outcome);
  }

  async #record(work: Work, dues: readonly Due<unknown>[], outcome: Outcome): Promise<void> {
    const { report } = this;
    report.fees += outcome.fee ?? 0n;
    if (outcome.hash !== undefined) report.transactions += 1;
    if (outcome.status === "confirmed") {
      report.done += dues.length;
      await this.parts.aside.clear(dues.map(({ key }) => key));
    } else if (outcome.status === "reverted") {
      report.reverted += 1;
      for (const { key } of await this.#check(work, dues)) {
        await this.#setAside(work, key, `transaction ${outcome.hash} reverted`);
      }
    }
  }

  async #setAside({ duty }: Work, key: string, reason: string): Promise<void> {
    const { aside, listener, policy } = this.parts;
    this.report.failed += 1;
    // A dry run leaves no trace.
    if (!policy.dryRun) listener.onSetAside?.(duty.kind, await aside.add(key, reason, Date.now()));
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}
