import { accrueTo, netOf, overdueAt } from "@servicecoin/sdk/arithmetic";
import { loanAccountOf, type DebtColumns } from "../handlers/loanAccount.js";

/** A loan as the index has it. */
export type IndexedLoan = DebtColumns & { state: string; fromOrders: string };

/** A pledged order with what it has paid by now. */
export interface IndexedPledge {
  paidBefore: string;
  feeBps: number;
  funded: string;
  paid: string;
  state: string;
}

/** What a loan is at a time, more precisely than its state. */
export const LOAN_STATUSES = [
  /** Nothing is overdue. */
  "active",
  /** A due date and its grace period have passed. */
  "overdue",
  /** Too old to be collected, except from the collateral: anyone can end it. */
  "lapsed",
  "ended",
  /** An offer that the lender withdrew. */
  "voided",
] as const;

/** What a loan owes at a time. */
export interface LoanStanding {
  status: (typeof LOAN_STATUSES)[number];
  principal: bigint;
  charges: bigint;
  owed: bigint;
  overdue: bigint;
  /** What its orders have paid and the lender can collect. */
  fromOrders: bigint;
  /** Whether it has no due date, and its orders can pay nothing more. */
  isExhausted: boolean;
}

/** Returns what a loan owes at a time, by the rules of the contract. @param pledges Its orders. */
export function loanStandingAt(loan: IndexedLoan, pledges: readonly IndexedPledge[], now: number): LoanStanding {
  if (loan.state !== "active") {
    const left = { principal: BigInt(loan.principal), charges: BigInt(loan.charges) };
    const status = loan.state === "voided" ? "voided" : "ended";
    return { status, ...left, owed: 0n, overdue: 0n, fromOrders: 0n, isExhausted: false };
  }
  const account = accrueTo(loanAccountOf(loan), BigInt(now));
  const { principal, charges } = account;
  const owed = principal + charges;
  const overdue = overdueAt(account, BigInt(now));
  const isLapsed = now >= loan.lapsesAt;
  const uncollected = isLapsed ? 0n : receivedFrom(pledges) - BigInt(loan.fromOrders);
  return {
    status: isLapsed ? "lapsed" : overdue > 0n ? "overdue" : "active",
    ...{ principal, charges, owed, overdue, fromOrders: least(uncollected, owed) },
    isExhausted: loan.due === 0 && pledges.every(({ state }) => state === "closed" || state === "voided"),
  };
}

/** What the payout account received from its pledged orders since they were pledged, less the hub's fees. */
function receivedFrom(pledges: readonly IndexedPledge[]): bigint {
  return pledges.reduce((sum, { paid, paidBefore, feeBps }) => sum + net(paid, feeBps) - net(paidBefore, feeBps), 0n);
}

/** An amount after the hub's fee. */
export function net(amount: string, feeBps: number): bigint {
  return netOf(BigInt(amount), BigInt(feeBps));
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
