import { netOfCircles, type Flow } from "./circles.js";
import { PAYMENT_KINDS, type PaymentKind, type PaymentTally } from "./paymentTally.js";
import type { Statistics } from "./schema.js";
import { bps } from "./shares.js";

/** What a volume is worth as evidence. */
type Honest = Statistics["honest"];

/** The figures of all payments, and of those of each kind by themselves. */
export async function honestOf(tally: PaymentTally): Promise<{ all: Honest; byKind: Record<PaymentKind, Honest> }> {
  const ranking = tally.ranking();
  const all = await figuresOf(tally.flows(ranking));
  const byKind: [PaymentKind, Honest][] = [];
  for (const kind of PAYMENT_KINDS) {
    const isAlone = tally.kinds.size === 1 && tally.kinds.has(kind);
    byKind.push([kind, isAlone ? all : await figuresOf(tally.flowsOf(kind, ranking))]);
  }
  return { all, byKind: Object.fromEntries(byKind) as Record<PaymentKind, Honest> };
}

async function figuresOf(flows: readonly Flow[]): Promise<Honest> {
  const paid = new Map<number, bigint>();
  let [gross, largest] = [0n, 0n];
  for (const { from, amount } of flows) {
    gross += amount;
    paid.set(from, (paid.get(from) ?? 0n) + amount);
  }
  for (const amount of paid.values()) if (amount > largest) largest = amount;
  const { count, renumbered } = consecutive(flows);
  const netted = await netOfCircles(count, renumbered);
  return {
    payers: paid.size,
    largestPayerBps: bps(largest, gross),
    toSelf: String(netted.toSelf),
    returned: String(netted.returned),
    inCircles: String(netted.inCircles),
    longestCircle: netted.longestCircle,
    withoutCircles: String(netted.withoutCircles),
    netFlow: String(netted.netFlow),
  };
}

/** The same flows with accounts numbered from 0 on without gaps, in the same order. */
function consecutive(flows: readonly Flow[]): { count: number; renumbered: Flow[] } {
  const accounts = Uint32Array.from(new Set(flows.flatMap(({ from, to }) => [from, to]))).sort();
  const numbers = new Map([...accounts].map((account, number) => [account, number]));
  const numberOf = (account: number) => numbers.get(account) as number;
  return {
    count: accounts.length,
    renumbered: flows.map((flow) => ({ ...flow, from: numberOf(flow.from), to: numberOf(flow.to) })),
  };
}
