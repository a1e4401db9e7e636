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

interface Pair {
  payer: number;
  payee: number;
  amount: bigint;
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

  add(rows: readonly PaymentRow[]): void {
    for (const { kind, payer, payee, amount, fee } of rows) {
      const value = BigInt(amount);
      const totals = this.#kind(kind);
      totals.count++;
      totals.gross += value;
      totals.fees += BigInt(fee);
      const from = this.#number(payer);
      const to = this.#number(payee);
      const key = from * MAX_ACCOUNTS + to;
      const pair = this.#pairs.get(key);
      if (pair === undefined) this.#pairs.set(key, { payer: from, payee: to, amount: value });
      else pair.amount += value;
      if (kind !== "x402") continue;
      this.prices.set(value, (this.prices.get(value) ?? 0) + 1);
      this.x402Payers.set(from, (this.x402Payers.get(from) ?? 0) + 1);
    }
  }

  /** Sums per payer and payee, with accounts numbered in the order of their addresses. */
  flows(): Flow[] {
    const order = this.#names.map((_, index) => index).sort((a, b) => (this.#name(a) < this.#name(b) ? -1 : 1));
    const rank = new Map(order.map((number, index) => [number, index]));
    return [...this.#pairs.values()].map(({ payer, payee, amount }) => {
      return { from: rank.get(payer) as number, to: rank.get(payee) as number, amount };
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
