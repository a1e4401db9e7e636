/**
 * Cancels what accounts paid each other in circles. The rule, on sums per payer and payee:
 *
 * For circles of two accounts, then of three, of four and of five: for each circle a → b → … → a that is left, in
 * ascending order of the addresses a, b, …, with `a` the smallest, the smallest of its sums is canceled on all of it.
 *
 * Each step takes away at least one sum, so that there are never more steps than sums. Before a length is searched, all
 * shorter circles are gone: a way of that length that comes back to `a` visits no account twice, and an account from
 * which it does not come back once will not later. So each sum is passed at most once per `a`, as in a blocking flow.
 */
import { others } from "../query/others.js";
import { LONGEST_CIRCLE } from "./longestCircle.js";
import { edgesByComponent } from "./strongComponents.js";

/** What one account paid another. Accounts are numbers from 0 on, in the order of their addresses. */
export interface Sum {
  from: number;
  to: number;
  amount: bigint;
}

/**
 * Sums within one group of accounts that all reach each other. In a larger group only circles of up to three accounts
 * are searched: the work for longer ones may grow with the square of the sums, and a payer of as many payments could
 * occupy the index with them.
 */
export const MAX_SUMS = 20_000;

/** The longest circles that are searched in a group of any size. */
const SHORT_CIRCLE = 3;

/** Sums that are passed before others are answered: a few milliseconds. */
const STEPS_AT_ONCE = 200_000;

/** What was canceled. */
export interface Canceled {
  inCircles: bigint;
  /** The most accounts on a circle that was searched everywhere. */
  longest: number;
}

/** Cancels circles. Changes the amounts of the sums to what is left. @param count Number of accounts. */
export async function cancelCircles(count: number, sums: readonly Sum[]): Promise<Canceled> {
  let [inCircles, longest] = [0n, LONGEST_CIRCLE];
  for (let length = 2; length <= LONGEST_CIRCLE; length++) {
    const left = sums.filter(({ amount }) => amount > 0n);
    for (const group of edgesByComponent(count, left)) {
      if (length > SHORT_CIRCLE && group.length > MAX_SUMS) longest = SHORT_CIRCLE;
      else inCircles = inCircles + (await new Group(group).cancel(length));
    }
  }
  return { inCircles, longest };
}

interface Account {
  number: number;
  /** Ascending by the other account. */
  paid: Payment[];
  earned: Payment[];
  /** By the number of payments to come: where to go on in the list of the next ones. */
  next: number[];
  /** Which `a` this was for, and whether `a` is two payments away. */
  nextOf: number;
  nearOf: number;
}

interface Payment {
  sum: Sum;
  from: Account;
  to: Account;
}

/** Accounts that reach each other. */
class Group {
  readonly #accounts: Account[];
  readonly #payments = new Map<Account, Map<Account, Payment>>();
  #steps = 0;

  constructor(sums: readonly Sum[]) {
    const numbers = [...new Set(sums.map(({ from }) => from))].sort((a, b) => a - b);
    this.#accounts = numbers.map((number) => ({ number, paid: [], earned: [], next: [], nextOf: -1, nearOf: -1 }));
    const byNumber = new Map(this.#accounts.map((account) => [account.number, account]));
    for (const sum of sums) {
      const [from, to] = [byNumber.get(sum.from) as Account, byNumber.get(sum.to) as Account];
      const payment = { sum, from, to };
      from.paid.push(payment);
      to.earned.push(payment);
      const known = this.#payments.get(from);
      if (known === undefined) this.#payments.set(from, new Map([[to, payment]]));
      else known.set(to, payment);
    }
    for (const { paid, earned } of this.#accounts) {
      paid.sort((a, b) => a.to.number - b.to.number);
      earned.sort((a, b) => a.from.number - b.from.number);
    }
  }

  /** Cancels the circles of a length; there must be none that is shorter. @returns the sum of what was canceled */
  async cancel(length: number): Promise<bigint> {
    let canceled = 0n;
    for (const start of this.#accounts) {
      if (length > SHORT_CIRCLE) this.#markNear(start);
      for (let circle = this.#find(start, start, length); circle; circle = this.#find(start, start, length)) {
        const least = circle.reduce(
          (smallest, { amount }) => (amount < smallest ? amount : smallest),
          circle[0].amount,
        );
        for (const sum of circle) sum.amount -= least;
        canceled += least * BigInt(length);
      }
      if (this.#steps < STEPS_AT_ONCE) continue;
      this.#steps = 0;
      await others();
    }
    return canceled;
  }

  /** Marks the accounts from which two payments lead to `start`. */
  #markNear(start: Account): void {
    for (const last of start.earned) {
      if (last.from.number <= start.number || last.sum.amount === 0n) continue;
      for (const { from } of last.from.earned) from.nearOf = start.number;
      this.#steps += last.from.earned.length;
    }
  }

  /** The first way from an account to `start` by so many payments, over accounts above `start`. */
  #find(account: Account, start: Account, payments: number): [Sum, ...Sum[]] | undefined {
    if (payments === 1) {
      const back = this.#payments.get(account)?.get(start)?.sum;
      return back === undefined || back.amount === 0n ? undefined : [back];
    }
    if (account.nextOf !== start.number) [account.nextOf, account.next] = [start.number, []];
    // Of the last account between, both neighbors are known: the shorter list is read.
    const isByPayers = payments === 2 && start.earned.length < account.paid.length;
    const list = isByPayers ? start.earned : account.paid;
    const isChecked = payments === 3 && account !== start;
    for (let position = account.next[payments] ?? 0; position < list.length; position++) {
      account.next[payments] = position;
      this.#steps++;
      const candidate = list[position] as Payment;
      const to = isByPayers ? candidate.from : candidate.to;
      if (to.number <= start.number || (isChecked && to.nearOf !== start.number)) continue;
      const payment = isByPayers ? this.#payments.get(account)?.get(to) : candidate;
      if (payment === undefined || payment.sum.amount === 0n) continue;
      const rest = this.#find(to, start, payments - 1);
      if (rest !== undefined) return [payment.sum, ...rest];
    }
    account.next[payments] = list.length;
    return undefined;
  }
}
