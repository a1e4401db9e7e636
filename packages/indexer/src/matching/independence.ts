import { groupBy } from "./groups.js";
import { ONE, shareOf, times } from "./ppm.js";
import { largestFirst, throughput, type MoneyFlow } from "./moneyFlow.js";
import type { Payments } from "./rows.js";
import { EXCLUSIVE_LOSS, MAX_BETWEEN, MIN_FOLLOWED } from "./weights.js";

/**
 * How much each payer of a provider counts, in parts per million.
 *
 * Four signs that a payment was made up, each a share of what is left by the others:
 * 1. Payments by the provider's own accounts count nothing.
 * 2. What a payer got from the provider, by payments or plain transfers, directly or through a few accounts between,
 *    went in a circle. An account between passes on what it got in the proportion of its sources, so that an exchange
 *    where the provider sold its income and the payer bought coins does not join them.
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

/** The share of the money of each account that came from the provider, directly or through others. */
function circulating(own: ReadonlySet<string>, flow: MoneyFlow): Map<string, number> {
  const shares = new Map<string, number>();
  let level = new Map([...own].map((account) => [account, ONE]));
  for (let between = 0; between < MAX_BETWEEN; between++) {
    const next = new Map<string, number>();
    for (const [account, share] of level) {
      if (share < MIN_FOLLOWED) continue;
      for (const { payee, amount } of flow.sentBy.get(account) ?? []) {
        if (own.has(payee) || flow.busy.has(payee)) continue;
        const part = times(share, shareOf(amount, throughput(payee, flow)));
        next.set(payee, Math.min(ONE, (next.get(payee) ?? 0) + part));
      }
    }
    for (const [account, share] of next) shares.set(account, Math.min(ONE, (shares.get(account) ?? 0) + share));
    level = next;
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
    const paid = (flow.turnover.get(funder)?.paid ?? 0n) + (flow.sent.get(funder) ?? 0n);
    // Of one with very many transfers it is not known.
    const devoted = flow.busy.has(funder) ? 0 : shareOf(given, paid > given ? paid : given);
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
