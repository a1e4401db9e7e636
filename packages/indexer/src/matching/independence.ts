import { groupBy } from "./groups.js";
import { ONE, shareOf, times } from "./ppm.js";
import type { Payments, Turnover } from "./rows.js";
import { EXCLUSIVE_LOSS } from "./weights.js";

/** The payments around some providers. */
export interface MoneyFlow {
  /** Payments to the payers of the providers, by payer. */
  toPayers: ReadonlyMap<string, readonly Payments[]>;
  /** Payments by the providers' accounts, by account. */
  byProviders: ReadonlyMap<string, readonly Payments[]>;
  turnover: ReadonlyMap<string, Turnover>;
}

/**
 * How much each payer of a provider counts, in parts per million.
 *
 * Four signs that a payment was made up, each a share of what is left by the others:
 * 1. Payments by the provider's own accounts count nothing.
 * 2. What a payer got from the provider, directly or through one account between, went in a circle. An account between
 *    passes on what it got in the proportion of its sources, so that an exchange where the provider sold its income and
 *    the payer bought coins does not join them.
 * 3. Payers whose main funder gave most of its money to payers of this one provider count as one payer, in the
 *    proportion in which it did.
 * 4. A pair in which both deal with nobody else loses most of its weight.
 *
 * @param own Accounts of the provider: its wallet, its owner, and the wallets of the owner's other services.
 * @param income Payments to its wallet.
 */
export function weighPayers(
  own: ReadonlySet<string>,
  income: readonly Payments[],
  flow: MoneyFlow,
): Map<string, number> {
  const total = income.reduce((sum, { amount }) => sum + amount, 0n);
  const groups = sharedFunders(income, flow);
  const passedOn = circulating(own, flow);
  return new Map(
    income.map(({ payer, amount }) => {
      if (own.has(payer)) return [payer, 0];
      const circled = returned(payer, own, passedOn, flow);
      const exclusive = Math.min(shareOf(amount, total), shareOf(amount, flow.turnover.get(payer)?.paid ?? amount));
      const kept = ONE - times(exclusive, EXCLUSIVE_LOSS);
      return [payer, times(times(ONE - circled, kept), groups.get(payer) ?? ONE)];
    }),
  );
}

/** What went through an account: coins that it got otherwise, for example minted ones, show when it pays. */
function throughput(account: string, flow: MoneyFlow): bigint {
  const { paid, earned } = flow.turnover.get(account) ?? { paid: 0n, earned: 0n };
  return paid > earned ? paid : earned;
}

/** The share of the money of each account that came from the provider. */
function circulating(own: ReadonlySet<string>, flow: MoneyFlow): Map<string, number> {
  const shares = new Map<string, number>();
  for (const account of own) {
    for (const { payee, amount } of flow.byProviders.get(account) ?? []) {
      if (own.has(payee)) continue;
      shares.set(payee, Math.min(ONE, (shares.get(payee) ?? 0) + shareOf(amount, throughput(payee, flow))));
    }
  }
  return shares;
}

function returned(
  payer: string,
  own: ReadonlySet<string>,
  passedOn: ReadonlyMap<string, number>,
  flow: MoneyFlow,
): number {
  const all = throughput(payer, flow);
  let share = 0;
  for (const { payer: source, amount } of flow.toPayers.get(payer) ?? []) {
    if (source !== payer) share += times(shareOf(amount, all), own.has(source) ? ONE : (passedOn.get(source) ?? 0));
  }
  return Math.min(ONE, share);
}

/** What payers count that share a funder; others are missing. */
function sharedFunders(income: readonly Payments[], flow: MoneyFlow): Map<string, number> {
  const funded = income.flatMap(({ payer }) => {
    const main = mainFunder(payer, flow);
    return main === undefined ? [] : [{ payer, ...main }];
  });
  const weights = new Map<string, number>();
  for (const [funder, group] of groupBy(funded, ({ funder: account }) => account)) {
    const given = group.reduce((sum, { amount }) => sum + amount, 0n);
    const devoted = shareOf(given, flow.turnover.get(funder)?.paid ?? given);
    const weight = ONE - times(devoted, ONE - Math.round(ONE / group.length));
    for (const { payer } of group) weights.set(payer, weight);
  }
  return weights;
}

/** The account that gave a payer most, at least half of its money. */
function mainFunder(payer: string, flow: MoneyFlow): { funder: string; amount: bigint } | undefined {
  const others = (flow.toPayers.get(payer) ?? []).filter((payment) => payment.payer !== payer);
  const main = others.sort(largestFirst)[0];
  if (main === undefined || 2n * main.amount < throughput(payer, flow)) return undefined;
  return { funder: main.payer, amount: main.amount };
}

/** Compares payments by their amounts, then by their payers. */
export function largestFirst(a: Payments, b: Payments): number {
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return a.payer < b.payer ? -1 : 1;
}
