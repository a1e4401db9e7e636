/**
 * What is left of a volume without payments to oneself and in circles. Money that returns to where it came from, within
 * the period, directly or over a few accounts between, is no payment for anything.
 *
 * The rule, on the sums per payer and payee of one period:
 *
 * 1. Payments to oneself are left out.
 * 2. What the payee sent back to the payer by plain transfers is canceled, up to what was paid. Of the payments of one
 *    kind, also what the payee paid the payer by other kinds.
 * 3. Circles of two to five accounts are canceled, as `cancelCircles` says.
 */
import { cancelCircles, type Sum } from "../circles/cancelCircles.js";

/** What one account paid another. Accounts are numbers in the order of their addresses. */
export interface Flow {
  from: number;
  to: number;
  amount: bigint;
  /** What `to` sent back by transfers that are no payments, or by payments of other kinds than this flow has. */
  returned: bigint;
}

export interface Netted {
  /** Paid to oneself. */
  toSelf: bigint;
  /** Canceled by step 2. */
  returned: bigint;
  /** Canceled by step 3. */
  inCircles: bigint;
  /** The most accounts on a circle that was searched. */
  longestCircle: number;
  /** What is left. */
  withoutCircles: bigint;
  /**
   * The sum of what accounts earned more than they paid. It leaves out circles of any length, but also what a provider
   * pays to those that work for him.
   */
  netFlow: bigint;
}

/** @param count Number of accounts. */
export async function netOfCircles(count: number, flows: readonly Flow[]): Promise<Netted> {
  let [gross, toSelf, returned, netFlow] = [0n, 0n, 0n, 0n];
  const sums: Sum[] = [];
  const balances = new Array<bigint>(count).fill(0n);
  for (const { from, to, amount, returned: back } of flows) {
    gross += amount;
    if (from === to) {
      toSelf += amount;
      continue;
    }
    const kept = back < amount ? amount - back : 0n;
    returned += amount - kept;
    if (kept === 0n) continue;
    balances[from] = (balances[from] as bigint) - kept;
    balances[to] = (balances[to] as bigint) + kept;
    sums.push({ from, to, amount: kept });
  }
  for (const balance of balances) if (balance > 0n) netFlow += balance;
  const { inCircles, longest } = await cancelCircles(count, sums);
  const withoutCircles = gross - toSelf - returned - inCircles;
  return { toSelf, returned, inCircles, longestCircle: longest, withoutCircles, netFlow };
}
