import type { Row } from "../store/schema.js";
import type { Flow } from "./circles.js";

/** Kinds of payments, as the index has them. */
export const PAYMENT_KINDS = ["order", "stream", "subscription", "mandate", "x402", "transfer"] as const;

export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** Payments of one kind. */
export interface KindTotals {
  count: number;
  /** What payers spent. */
  gross: bigint;
  /** Fees, part of it. */
  fees: bigint;
}

/** A row of `payments` with the columns that count. */
export type PaymentRow = Pick<Row<"payments">, "kind" | "payer" | "payee"> & { amount: string; fee: string };

export const PAYMENT_COLUMNS = "kind, payer, payee, amount, fee from payments";

/** A transfer that is no payment. */
export interface ReturnRow {
  from: string;
  to: string;
  amount: string;
}

export const RETURN_COLUMNS = 't."from", t."to", t.amount from transfers t';

export const PLAIN_TRANSFER = 't.reference is null and t."authorization" is null';

/** The transfers that can be a return: few, where customers are no accomplices. */
export const RETURN_CONDITION =
  `${PLAIN_TRANSFER} and exists ` + `(select 1 from pairs p where p.payer = t."to" and p.payee = t."from")`;

/** Payments of one kind from one account to another. */
export interface PairSum {
  kind: string;
  payer: string;
  payee: string;
  amount: bigint;
  count: number;
}

/** The place of each account in the order of the addresses. */
export type Ranking = Uint32Array;

interface Pair {
  payer: number;
  payee: number;
  amount: bigint;
  returned: bigint;
}

/** Accounts get numbers, so that a pair is one number. */
const MAX_ACCOUNTS = 2 ** 26;

/** Sums of payments, to which more can be added. */
export class PaymentTally {
  readonly kinds = new Map<string, KindTotals>();
  /** Prices of x402 payments, and how often each was paid. */
  readonly prices = new Map<bigint, number>();
  /** Number of x402 payments of each payer that made one. */
  readonly x402Payers = new Map<number, number>();
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #pairs = new Map<number, Pair>();
  /** Amounts of each pair, by kind. */
  readonly #amounts = new Map<string, Map<number, bigint>>();
  readonly #fresh = new Set<number>();

  add(rows: readonly PaymentRow[]): void {
    for (const { kind, payer, payee, amount, fee } of rows) {
      const value = BigInt(amount);
      const totals = this.#kind(kind);
      totals.count++;
      totals.gross += value;
      totals.fees += BigInt(fee);
      this.addPair({ kind, payer, payee, amount: value, count: 1 });
      if (kind === "x402") this.prices.set(value, (this.prices.get(value) ?? 0) + 1);
    }
  }

  /** Adds sums of payments of one kind. */
  addKind(kind: string, { count, gross, fees }: KindTotals): void {
    const totals = this.#kind(kind);
    totals.count += count;
    totals.gross += gross;
    totals.fees += fees;
  }

  /** Adds payments of one kind from one account to another. */
  addPair({ kind, payer, payee, amount, count }: PairSum): void {
    const [from, to] = [this.#number(payer), this.#number(payee)];
    this.#pair(from, to).amount += amount;
    let amounts = this.#amounts.get(kind);
    if (amounts === undefined) this.#amounts.set(kind, (amounts = new Map<number, bigint>()));
    const key = keyOf(from, to);
    amounts.set(key, (amounts.get(key) ?? 0n) + amount);
    if (kind === "x402") this.x402Payers.set(from, (this.x402Payers.get(from) ?? 0) + count);
  }

  /**
   * Adds what payees sent back.
   * @param ofFresh Whether only to the pairs since `settle`, or only to those before.
   */
  addReturns(rows: readonly ReturnRow[], ofFresh: boolean): void {
    for (const { from, to, amount } of rows) {
      const key = keyOf(this.#numbers.get(to), this.#numbers.get(from));
      const pair = this.#pairs.get(key);
      if (pair !== undefined && this.#fresh.has(key) === ofFresh) pair.returned += BigInt(amount);
    }
  }

  /** Payees of the pairs that paid for the first time in the period since `settle`. */
  freshPayees(): string[] {
    const payees = [...this.#fresh].map((key) => (this.#pairs.get(key) as Pair).payee);
    return [...new Set(payees)].map((number) => this.#name(number));
  }

  /** The returns of all pairs are complete. */
  settle(): void {
    this.#fresh.clear();
  }

  /** The accounts that paid or were paid, in the order of their addresses. */
  ranking(): Ranking {
    const order = this.#names.map((_, index) => index).sort((a, b) => (this.#name(a) < this.#name(b) ? -1 : 1));
    const ranks = new Uint32Array(order.length);
    for (const [rank, number] of order.entries()) ranks[number] = rank;
    return ranks;
  }

  /** Sums per payer and payee. */
  flows(ranking: Ranking): Flow[] {
    return [...this.#pairs.values()].map(({ payer, payee, amount, returned }) => {
      return { from: rankOf(ranking, payer), to: rankOf(ranking, payee), amount, returned };
    });
  }

  /** Sums of one kind. What the payee paid back by other kinds is returned as well. */
  flowsOf(kind: string, ranking: Ranking): Flow[] {
    const amounts = this.#amounts.get(kind) ?? new Map<number, bigint>();
    return [...amounts].map(([key, amount]) => {
      const { payer, payee, returned } = this.#pairs.get(key) as Pair;
      const back = keyOf(payee, payer);
      const byOthers = (this.#pairs.get(back)?.amount ?? 0n) - (amounts.get(back) ?? 0n);
      return { from: rankOf(ranking, payer), to: rankOf(ranking, payee), amount, returned: returned + byOthers };
    });
  }

  /** What each account paid. */
  paidBy(): Map<string, bigint> {
    return this.#sums("payer");
  }

  /** What was paid to each account, fees included. */
  paidTo(): Map<string, bigint> {
    return this.#sums("payee");
  }

  #sums(side: "payer" | "payee"): Map<string, bigint> {
    const sums = new Map<string, bigint>();
    for (const pair of this.#pairs.values()) {
      const name = this.#name(pair[side]);
      sums.set(name, (sums.get(name) ?? 0n) + pair.amount);
    }
    return sums;
  }

  #pair(payer: number, payee: number): Pair {
    const key = keyOf(payer, payee);
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      this.#pairs.set(key, (pair = { payer, payee, amount: 0n, returned: 0n }));
      this.#fresh.add(key);
    }
    return pair;
  }

  #name(number: number): string {
    return this.#names[number] as string;
  }

  #kind(kind: string): KindTotals {
    let totals = this.kinds.get(kind);
    if (totals === undefined) this.kinds.set(kind, (totals = { count: 0, gross: 0n, fees: 0n }));
    return totals;
  }

  #number(account: string): number {
    let number = this.#numbers.get(account);
    if (number === undefined) {
      this.#numbers.set(account, (number = this.#names.length));
      this.#names.push(account);
    }
    return number;
  }
}

function rankOf(ranking: Ranking, number: number): number {
  return ranking[number] as number;
}

/** No pair has the key -1. */
function keyOf(payer: number | undefined, payee: number | undefined): number {
  return payer === undefined || payee === undefined ? -1 : payer * MAX_ACCOUNTS + payee;
}
