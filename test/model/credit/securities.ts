import { ZeroHash } from "ethers";
import { Status } from "../../fixtures/hub.js";
import { feeOf, least } from "../accrual.js";
import { owedOf, type Ledger, type LoanRecord } from "./ledger.js";
import { overdueOf, repaid } from "./schedule.js";
import { LoanStatus } from "./terms.js";

/** Base units from the orders, the allowance, the income and the collateral. */
export type Sources = readonly [orders: bigint, allowance: bigint, income: bigint, collateral: bigint];

/** What is left of an amount after the hub's fee. */
export function afterFee(amount: bigint, feeBps: bigint): bigint {
  return amount - feeOf(amount, feeBps);
}

/** What the orders of a loan have paid the account since they were pledged, and the lender has not received. */
export function receivedFor(ledger: Ledger, loan: LoanRecord): bigint {
  const received = loan.orders.reduce((sum, { id, paidBefore, feeBps }) => {
    return sum + afterFee(ledger.book.escrow(id).paid, feeBps) - afterFee(paidBefore, feeBps);
  }, 0n);
  return received - loan.fromOrders;
}

/** What the orders of a loan have for its lender now. */
export function fromOrders(ledger: Ledger, loan: LoanRecord): bigint {
  return ledger.hasLapsed(loan) ? 0n : least(owedOf(loan), receivedFor(ledger, loan));
}

/** The balance of an account, without what its pledged orders have for their lenders. */
function besideOrders(ledger: Ledger, account: string): bigint {
  return ledger.account(account).orderLoans.reduce((left, id) => {
    const loan = ledger.accruedLoan(id);
    return loan === undefined ? left : left - fromOrders(ledger, loan);
  }, ledger.book.coin.balanceOf(account));
}

/** Everything in the account that is not due to a lender. */
export function withdrawableOf(ledger: Ledger, account: string): bigint {
  const free = besideOrders(ledger, account);
  const loan = ledger.accruedLoan(ledger.account(account).incomeLoan);
  if (loan === undefined || ledger.hasLapsed(loan)) return free;
  const overdue = overdueOf(repaid(loan, fromOrders(ledger, loan)), loan.terms, ledger.book.now);
  return free > overdue ? free - overdue : 0n;
}

/** The loan that keeps an account from refunding or canceling a deal. */
export function pledgeOf(ledger: Ledger, account: string, deal: string): string {
  const id = ledger.pledge(deal) === ZeroHash ? ledger.account(account).incomeLoan : ledger.pledge(deal);
  const loan = ledger.loan(id);
  return loan === undefined || ledger.hasLapsed(loan) ? ZeroHash : id;
}

/** What `collect` would take from each source, and the loan after that. */
export function collectable(ledger: Ledger, loan: LoanRecord): { sources: Sources; left: LoanRecord } {
  const { book } = ledger;
  const { terms, borrower } = loan;
  const hasLapsed = ledger.hasLapsed(loan);
  const orders = fromOrders(ledger, loan);
  let overdue = overdueOf(repaid(loan, orders), terms, book.now);
  const takeFrom = (isSecurity: boolean, available: () => bigint): bigint => {
    const taken = isSecurity ? least(overdue, available()) : 0n;
    overdue -= taken;
    return taken;
  };
  const allowance = takeFrom(terms.pull && !hasLapsed, () =>
    least(book.coin.allowance(borrower, ledger.places.credit), book.coin.balanceOf(borrower)),
  );
  const income = takeFrom(terms.income && !hasLapsed, () => besideOrders(ledger, terms.account));
  const collateral = takeFrom(true, () => loan.collateral);
  const left = repaid(loan, orders + allowance + income + collateral);
  return {
    sources: [orders, allowance, income, collateral],
    left: { ...left, fromOrders: loan.fromOrders + orders, collateral: loan.collateral - collateral },
  };
}

/** Whether a loan has nothing more to wait for. */
export function isOver(ledger: Ledger, loan: LoanRecord): boolean {
  if (owedOf(loan) === 0n || ledger.hasLapsed(loan)) return true;
  return loan.terms.due === 0n && loan.orders.every(({ id }) => ledger.book.escrow(id).status === Status.Closed);
}

/** What is owed and overdue now. */
export function debtOf(ledger: Ledger, id: string): { owed: bigint; overdue: bigint } {
  const loan = ledger.accruedLoan(id);
  if (loan?.status !== LoanStatus.Active) return { owed: 0n, overdue: 0n };
  return { owed: owedOf(loan), overdue: overdueOf(loan, loan.terms, ledger.book.now) };
}

/** What `collect` would take now, and whether it would end the loan. */
export function collectableOf(ledger: Ledger, id: string): { sources: Sources; ends: boolean } {
  const loan = ledger.accruedLoan(id);
  if (loan?.status !== LoanStatus.Active) return { sources: [0n, 0n, 0n, 0n], ends: false };
  const { sources, left } = collectable(ledger, loan);
  return { sources, ends: isOver(ledger, left) };
}
