import type { Instalment, Loan, LoanSecurity } from "@servicecoin/sdk";
import { yearlyBpsOf } from "@servicecoin/sdk/arithmetic";
import type { Text } from "../i18n/text.ts";
import { duration, inScv, percent, shortAmount } from "../ui/format.ts";
import { dateOf } from "../ui/Time.tsx";
import type { LoanCost } from "./loanCost.ts";

/** What secures a loan, in words; the list is empty if nothing does. */
export function securityWords(security: LoanSecurity, loan: Pick<Loan, "pull" | "income">, { credit }: Text): string[] {
  const { orders, fromOrders, collateral, allowance, income } = security;
  return [
    ...(orders.length === 0 ? [] : [credit.fromOrders(orders.length, inScv(fromOrders))]),
    ...(collateral === 0n ? [] : [credit.fromCollateral(inScv(collateral))]),
    ...(loan.pull ? [credit.fromAllowance(allowance === undefined ? undefined : inScv(allowance))] : []),
    ...(loan.income ? [credit.fromIncome(inScv(income ?? 0n))] : []),
  ];
}

/** What can go wrong with the pledged orders. @param borrower The zero address if it is not known yet */
export function orderRisks({ orders }: LoanSecurity, borrower: string, { credit }: Text): string[] {
  return orders.flatMap(({ deal, state, held }) => {
    if (held === 0n) return [];
    const isOwn = deal.payer.toLowerCase() === borrower.toLowerCase();
    return [
      ...(isOwn ? [credit.ownOrder(inScv(held))] : []),
      ...(state === "open" ? [credit.undelivered(inScv(held), dateOf(Number(deal.deadline)))] : []),
      ...(state === "disputed" ? [credit.disputedOrder(inScv(held))] : []),
    ];
  });
}

/** An amount that depends on the second in which the loan is taken: not all its digits. */
function inShort(amount: bigint): string {
  return `${shortAmount(amount)}\u00a0SCV`;
}

/** What a loan costs, in SCV. */
export function costWords({ charge, due, rate }: Loan, { fee, interest, total }: LoanCost, { credit }: Text): string {
  return due === 0n
    ? credit.costOpen(inScv(charge), inScv(fee), percent(yearlyBpsOf(rate)))
    : credit.costRule(inShort(total), inScv(charge), inShort(interest), inScv(fee));
}

/** When and how a loan is repaid. */
export function repaymentWords(schedule: readonly Instalment[], { credit }: Text): string {
  const [first, last] = [schedule.at(0), schedule.at(-1)];
  if (first === undefined || last === undefined) return credit.repayFromOrders;
  const amount = inShort(first.principal + first.charges);
  const until = dateOf(Number(first.dueAt));
  if (schedule.length === 1) return credit.repayOnce(amount, until);
  return credit.repayParts(schedule.length, amount, until, dateOf(Number(last.dueAt)));
}

/** What happens if it is not repaid, said to the borrower. @param rule The words for another reader */
export function defaultWords({ due, grace, lateRate }: Loan, t: Text, rule = t.credit.ifNotRule): string {
  if (due === 0n) return t.credit.ifOrdersFail;
  const after = grace === 0n ? t.credit.afterDue : t.credit.afterGrace(duration(Number(grace), t));
  return rule(after, percent(yearlyBpsOf(lateRate)));
}
