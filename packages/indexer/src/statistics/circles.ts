/**
 * What is left of a volume without payments to oneself and in circles. Money that returns to where it came from, within
 * the period, directly or over one account between, is no payment for anything.
 *
 * The rule, on the sums per payer and payee of one period:
 *
 * 1. Payments to oneself are left out.
 * 2. What the payee sent back to the payer by plain transfers is canceled, up to what was paid.
 * 3. Of what two accounts paid each other, the smaller sum is canceled on both sides.
 * 4. For every circle of three accounts a → b → c → a that is left, in ascending order of addresses a, b, c with `a`
 *    the smallest, the smallest of the three sums is canceled on all three.
 */

/** What one account paid another. Accounts are numbers in the order of their addresses. */
export interface Flow {
  from: number;
  to: number;
  amount: bigint;
  /** What `to` sent back by transfers that are no payments. */
  returned: bigint;
}

export interface Netted {
  /** Paid to oneself. */
  toSelf: bigint;
  /** Canceled by step 2. */
  returned: bigint;
  /** Canceled by steps 3 and 4. */
  inCircles: bigint;
  /** What is left. */
  withoutCircles: bigint;
  /**
   * The sum of what accounts earned more than they paid. It leaves out circles of any length, but also what a provider
   * pays to those that work for him.
   */
  netFlow: bigint;
}

type Sums = Map<number, Map<number, bigint>>;

export function netOfCircles(flows: readonly Flow[]): Netted {
  let [gross, toSelf, returned, inCircles] = [0n, 0n, 0n, 0n];
  const out: Sums = new Map();
  const balance = new Map<number, bigint>();
  for (const { from, to, amount, returned: back } of flows) {
    gross += amount;
    if (from === to) {
      toSelf += amount;
      continue;
    }
    const kept = back < amount ? amount - back : 0n;
    returned += amount - kept;
    if (kept === 0n) continue;
    add(balance, from, -kept);
    add(balance, to, kept);
    let row = out.get(from);
    if (row === undefined) out.set(from, (row = new Map<number, bigint>()));
    add(row, to, kept);
  }
  inCircles += cancelPairs(out);
  inCircles += cancelTriangles(out);
  let netFlow = 0n;
  for (const value of balance.values()) if (value > 0n) netFlow += value;
  return { toSelf, returned, inCircles, withoutCircles: gross - toSelf - returned - inCircles, netFlow };
}

function add(sums: Map<number, bigint>, key: number, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}

function cancelPairs(out: Sums): bigint {
  let canceled = 0n;
  for (const [a, row] of out) {
    for (const [b, there] of row) {
      const back = b > a ? out.get(b)?.get(a) : undefined;
      if (back === undefined) continue;
      const smaller = there < back ? there : back;
      subtract(out, a, b, smaller);
      subtract(out, b, a, smaller);
      canceled += 2n * smaller;
    }
  }
  return canceled;
}

function cancelTriangles(out: Sums): bigint {
  let canceled = 0n;
  const core = onCircles(out);
  const payers = payersOf(core);
  for (const a of ascending(core.keys())) {
    for (const b of ascending(core.get(a)?.keys() ?? [])) {
      if (b < a) continue;
      for (const c of between(core.get(b), payers.get(a), a)) {
        const sums = [core.get(a)?.get(b), core.get(b)?.get(c), core.get(c)?.get(a)];
        if (sums.some((sum) => sum === undefined)) continue;
        const smallest = (sums as bigint[]).reduce((least, sum) => (sum < least ? sum : least));
        subtract(core, a, b, smallest);
        subtract(core, b, c, smallest);
        subtract(core, c, a, smallest);
        canceled += 3n * smallest;
      }
    }
  }
  return canceled;
}

/** Accounts above `a` that `b` pays and that pay `a`, ascending. */
function between(paid: Map<number, bigint> | undefined, payers: Set<number> | undefined, a: number): number[] {
  if (paid === undefined || payers === undefined) return [];
  const [few, many] = paid.size < payers.size ? [paid, payers] : [payers, paid];
  const common: number[] = [];
  for (const c of few.keys()) if (c > a && many.has(c)) common.push(c);
  return common.sort((x, y) => x - y);
}

/** A circle of three is found without more rounds: they only leave out what is on no circle. */
const ROUNDS = 4;

/** Only accounts that pay and are paid, by accounts of the same kind, can be on a circle. Most markets have few. */
function onCircles(out: Sums): Sums {
  const core: Sums = new Map([...out].map(([from, row]) => [from, new Map(row)]));
  for (let round = 0; round < ROUNDS; round++) {
    const paid = new Set<number>();
    for (const row of core.values()) for (const to of row.keys()) paid.add(to);
    for (const [from, row] of core) {
      for (const to of row.keys()) if (!core.has(to)) row.delete(to);
      if (row.size === 0 || !paid.has(from)) core.delete(from);
    }
  }
  for (const row of core.values()) for (const to of row.keys()) if (!core.has(to)) row.delete(to);
  return core;
}

function payersOf(sums: Sums): Map<number, Set<number>> {
  const payers = new Map<number, Set<number>>();
  for (const [from, row] of sums) {
    for (const to of row.keys()) {
      let set = payers.get(to);
      if (set === undefined) payers.set(to, (set = new Set()));
      set.add(from);
    }
  }
  return payers;
}

function subtract(sums: Sums, from: number, to: number, amount: bigint): void {
  const row = sums.get(from) as Map<number, bigint>;
  const left = (row.get(to) as bigint) - amount;
  if (left === 0n) row.delete(to);
  else row.set(to, left);
}

function ascending(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
