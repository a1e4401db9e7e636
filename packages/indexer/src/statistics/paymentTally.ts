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
  readonly #fresh = new Set<number>();

  add(rows: readonly PaymentRow[]): void {
    for (const { kind, payer, payee, amount, fee } of rows) {
      const value = BigInt(amount);
      const totals = this.#kind(kind);
      totals.count++;
      totals.gross += value;
      totals.fees += BigInt(fee);
      const from = this.#number(payer);
      this.#pair(from, this.#number(payee)).amount += value;
      if (kind !== "x402") continue;
      this.prices.set(value, (this.prices.get(value) ?? 0) + 1);
      this.x402Payers.set(from, (this.x402Payers.get(from) ?? 0) + 1);
    }
  }

  /** Adds sums of payments of one kind. */
  addKind(kind: string, { count, gross, fees }: KindTotals): void {
    const totals = this.#kind(kind);
    totals.count += count;
    totals.gross += gross;
    totals.fees += fees;
  }

  /** Adds sums of payments of all kinds from one account to another. */
  addPair(payer: string, payee: string, amount: bigint, x402Count: number): void {
    const from = this.#number(payer);
    this.#pair(from, this.#number(payee)).amount += amount;
    if (x402Count > 0) this.x402Payers.set(from, (this.x402Payers.get(from) ?? 0) + x402Count);
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

  /** Number of accounts that paid or were paid. */
  get accounts(): number {
    return this.#names.length;
  }

  /** Sums per payer and payee, with accounts numbered in the order of their addresses. */
  flows(): Flow[] {
    const order = this.#names.map((_, index) => index).sort((a, b) => (this.#name(a) < this.#name(b) ? -1 : 1));
    const rank = new Map(order.map((number, index) => [number, index]));
    return [...this.#pairs.values()].map(({ payer, payee, amount, returned }) => {
      return { from: rank.get(payer) as number, to: rank.get(payee) as number, amount, returned };
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

/** No pair has the key -1. */
function keyOf(payer: number | undefined, payee: number | undefined): number {
  return payer === undefined || payee === undefined ? -1 : payer * MAX_ACCOUNTS + payee;
}
