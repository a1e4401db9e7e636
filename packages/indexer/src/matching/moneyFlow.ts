import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import { groupBy } from "./groups.js";
import { shareOf } from "./ppm.js";
import { paymentsBy, paymentsTo, turnoverOf, type Turnover } from "./rows.js";
import { transfersOf, type Movement } from "./transfers.js";
import { MAX_BETWEEN, MAX_FOLLOWED, MIN_FOLLOWED } from "./weights.js";

/** Payments and plain transfers around some providers. */
export interface MoneyFlow {
  /** What payers of the providers got, by payer, the largest sums first. */
  toPayers: ReadonlyMap<string, readonly Movement[]>;
  /** What accounts sent: those of the providers, and those through which a good part of it went on. */
  sentBy: ReadonlyMap<string, readonly Movement[]>;
  /** Sums of payments. */
  turnover: ReadonlyMap<string, Turnover>;
  /** Sums of plain transfers, as far as they were read. */
  received: ReadonlyMap<string, bigint>;
  sent: ReadonlyMap<string, bigint>;
  /** Accounts with too many transfers to read: the money of many is mixed there. */
  busy: ReadonlySet<string>;
}

/**
 * What went through an account: coins that it got otherwise, for example minted ones, show when it pays.
 */
export function throughput(account: string, { turnover, received, sent }: Omit<MoneyFlow, "toPayers">): bigint {
  const { paid, earned } = turnover.get(account) ?? { paid: 0n, earned: 0n };
  const [spent, got] = [paid + (sent.get(account) ?? 0n), earned + (received.get(account) ?? 0n)];
  return spent > got ? spent : got;
}

/**
 * Reads where the money of payers came from, and where that of providers went: over as many accounts as are followed.
 * @param accounts Of the providers.
 */
export async function readMoneyFlow(
  db: Snapshot,
  dialect: Dialect,
  accounts: readonly string[],
  payers: readonly string[],
): Promise<MoneyFlow> {
  const flow = new FlowReader(db, dialect);
  const toPayers = await flow.to(payers);
  const funders = [...toPayers.values()].flatMap((list) => list.slice(0, 2).map(({ payer }) => payer));
  await flow.by(unique(funders));
  await flow.addTurnover([...payers, ...funders]);
  let senders = accounts;
  for (let between = 0; between < MAX_BETWEEN && senders.length > 0; between++) {
    senders = await flow.follow(senders);
  }
  const { sentBy, turnover, received, sent, busy } = flow;
  return { toPayers, sentBy, turnover, received, sent, busy };
}

class FlowReader {
  readonly sentBy = new Map<string, readonly Movement[]>();
  readonly turnover = new Map<string, Turnover>();
  readonly received = new Map<string, bigint>();
  readonly sent = new Map<string, bigint>();
  readonly busy = new Set<string>();
  readonly #db: Snapshot;
  readonly #dialect: Dialect;

  constructor(db: Snapshot, dialect: Dialect) {
    this.#db = db;
    this.#dialect = dialect;
  }

  async to(accounts: readonly string[]): Promise<Map<string, Movement[]>> {
    const payments = await paymentsTo(this.#db, this.#dialect, accounts);
    const lists = groupBy(merged([...payments, ...(await this.#received(accounts))]), ({ payee }) => payee);
    for (const list of lists.values()) list.sort(largestFirst);
    return lists;
  }

  async by(accounts: readonly string[]): Promise<Movement[]> {
    const { sums, busy } = await transfersOf(this.#db, this.#dialect, "from", accounts);
    for (const account of busy) this.busy.add(account);
    for (const account of accounts) this.sent.set(account, 0n);
    for (const { payer, amount } of sums) this.sent.set(payer, (this.sent.get(payer) ?? 0n) + amount);
    return sums;
  }

  async addTurnover(accounts: readonly string[]): Promise<void> {
    const unknown = unique(accounts).filter((account) => !this.turnover.has(account));
    const found = await turnoverOf(this.#db, this.#dialect, unknown);
    for (const [account, turnover] of found) this.turnover.set(account, turnover);
  }

  /** Reads what accounts sent. @returns the accounts for which that was a good part of what they got */
  async follow(senders: readonly string[]): Promise<string[]> {
    const payments = await paymentsBy(this.#db, this.#dialect, senders);
    const lists = groupBy(merged([...payments, ...(await this.by(senders))]), ({ payer }) => payer);
    for (const sender of senders) this.sentBy.set(sender, lists.get(sender) ?? []);
    const inflow = new Map<string, bigint>();
    for (const { payee, amount } of [...lists.values()].flat()) {
      if (!this.sentBy.has(payee)) inflow.set(payee, (inflow.get(payee) ?? 0n) + amount);
    }
    const next = [...inflow.keys()];
    await this.addTurnover(next);
    await this.#received(next.filter((account) => !this.received.has(account)));
    return next
      .filter((account) => !this.busy.has(account))
      .map((account) => ({ account, share: shareOf(inflow.get(account) ?? 0n, throughput(account, this)) }))
      .filter(({ share }) => share >= MIN_FOLLOWED)
      .sort((a, b) => b.share - a.share || (a.account < b.account ? -1 : 1))
      .slice(0, MAX_FOLLOWED)
      .map(({ account }) => account);
  }

  async #received(accounts: readonly string[]): Promise<Movement[]> {
    const { sums, busy } = await transfersOf(this.#db, this.#dialect, "to", accounts);
    for (const account of busy) this.busy.add(account);
    for (const account of accounts) this.received.set(account, 0n);
    for (const { payee, amount } of sums) this.received.set(payee, (this.received.get(payee) ?? 0n) + amount);
    return sums;
  }
}

/** One sum per pair. */
function merged(movements: readonly Movement[]): Movement[] {
  const sums = new Map<string, Movement>();
  for (const { payer, payee, amount } of movements) {
    const key = `${payer} ${payee}`;
    sums.set(key, { payer, payee, amount: (sums.get(key)?.amount ?? 0n) + amount });
  }
  return [...sums.values()];
}

/** Compares movements by their amounts, then by their payers. */
export function largestFirst(a: Movement, b: Movement): number {
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return a.payer < b.payer ? -1 : 1;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
