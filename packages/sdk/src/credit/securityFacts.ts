import { formatScv } from "../core/amounts.js";
import { timeOf } from "../formats.js";
import type { LoanSecurity } from "./describeSecurity.js";
import type { Loan } from "./loan.js";
import type { PledgeableOrder } from "./pledgedOrders.js";

type Amounts = Omit<LoanSecurity, "facts">;

/**
 * Describes the security of a loan in sentences.
 * @param own Accounts of the borrower: an order that one of them pays brings in nothing.
 */
export function securityFacts(security: Amounts, loan: Loan, own: readonly string[]): string[] {
  const { orders, collateral, owed, unsecured } = security;
  return [
    ...(orders.length === 0 ? [] : [ordersFact(security), ...orders.flatMap((order) => orderRisks(order, own))]),
    ...(loan.pull ? [allowanceFact(security)] : []),
    ...(loan.income ? [incomeFact(security)] : []),
    ...(collateral === 0n ? [] : [`${scv(collateral)} of collateral is held by the contract until the loan ends.`]),
    unsecured === 0n
      ? `Orders and collateral cover the ${scv(owed)} that are owed.`
      : `${scv(unsecured)} of the ${scv(owed)} that are owed are unsecured: nothing that the contract holds or ` +
        "controls covers them.",
  ];
}

function ordersFact({ orders, fromOrders }: Amounts): string {
  const subject = orders.length === 1 ? "1 pledged order holds" : `${orders.length} pledged orders hold`;
  return `${subject} or paid ${scv(fromOrders)}, which goes to the lender first, as far as the orders are paid out.`;
}

function orderRisks({ dealId, deal, state, held }: PledgeableOrder, own: readonly string[]): string[] {
  if (held === 0n) return [];
  const name = `Order ${dealId}`;
  const isOwn = own.some((account) => account.toLowerCase() === deal.payer.toLowerCase());
  const hasArbiter = BigInt(deal.arbiter) !== 0n;
  return [
    ...(isOwn ? [`${name} is paid by the borrower itself: it gets the money back if it does not deliver.`] : []),
    ...(state === "open"
      ? [`${name} must be delivered until ${timeOf(deal.deadline)}, or its payer gets ${scv(held)} back.`]
      : []),
    ...(state === "disputed"
      ? [`${name} is disputed: ${deal.arbiter} decides how much of ${scv(held)} its payer gets back.`]
      : []),
    ...(hasArbiter && state !== "disputed"
      ? [`The payer of order ${dealId} can dispute it: then ${deal.arbiter} decides.`]
      : []),
  ];
}

function allowanceFact({ allowance }: Amounts): string {
  if (allowance === undefined) {
    return "Overdue amounts can be taken from the borrower's allowance, but nobody knows yet who the borrower will be.";
  }
  return (
    `Overdue amounts can be taken from the borrower's allowance and balance, which cover ${scv(allowance)} now. The ` +
    "borrower can revoke or spend them before a due date."
  );
}

function incomeFact({ income = 0n }: Amounts): string {
  return (
    `Overdue amounts can be taken from all income of the payout account, which holds ${scv(income)} now. Its owner ` +
    "can withdraw it before a due date, and can have future deals paid elsewhere."
  );
}

function scv(amount: bigint): string {
  return `${formatScv(amount)} SCV`;
}
