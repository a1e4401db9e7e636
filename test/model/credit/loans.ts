import { ZeroAddress, ZeroHash } from "ethers";
import { least } from "../accrual.js";
import { refuse, require } from "../errors.js";
import { owedOf, type Ledger, type LoanRecord } from "./ledger.js";
import { overdueOf, repaid } from "./schedule.js";
import { collectable, isOver } from "./securities.js";
import { LoanStatus } from "./terms.js";

export function repay(ledger: Ledger, id: string, amount: bigint): void {
  const { book } = ledger;
  const loan = activeLoan(ledger, id);
  const owed = owedOf(loan);
  const paid = least(amount, owed);
  require(paid > 0n && !ledger.hasLapsed(loan), "CreditNothingDue", id, owed, overdueOf(loan, loan.terms, book.now));
  settle(ledger, id, repaid(loan, paid), paid === owed);
  book.coin.transferFrom(ledger.places.credit, book.caller, loan.terms.lender, paid);
}

export function collect(ledger: Ledger, id: string): void {
  const { book } = ledger;
  const loan = activeLoan(ledger, id);
  const { lender, account } = loan.terms;
  const { sources, left } = collectable(ledger, loan);
  const [orders, allowance, income, collateral] = sources;
  const total = orders + allowance + income + collateral;
  const ends = isOver(ledger, left);
  const overdue = overdueOf(loan, loan.terms, book.now);
  require(total > 0n || ends, "CreditNothingDue", id, owedOf(loan), overdue);
  if (orders + income > 0n) book.coin.transfer(account, lender, orders + income);
  if (allowance > 0n) book.coin.transferFrom(ledger.places.credit, loan.borrower, lender, allowance);
  if (collateral > 0n) book.coin.transfer(ledger.places.credit, lender, collateral);
  settle(ledger, id, left, ends);
}

export function forgive(ledger: Ledger, id: string): void {
  const loan = activeLoan(ledger, id);
  const { lender } = loan.terms;
  require(ledger.book.caller === lender, "CreditUnauthorized", ledger.book.caller, lender);
  settle(ledger, id, loan, true);
}

/** Collects every loan whose orders have paid all that is owed, before the owner withdraws what is left. */
export function collectCovered(ledger: Ledger, account: string): void {
  for (const id of ledger.account(account).orderLoans.toReversed()) {
    const loan = ledger.accruedLoan(id) ?? refuse("there is no such loan", id);
    if (ledger.hasLapsed(loan)) continue;
    const [orders] = collectable(ledger, loan).sources;
    if (orders === owedOf(loan)) collect(ledger, id);
  }
}

function activeLoan(ledger: Ledger, id: string): LoanRecord {
  const status = ledger.statusOf(id);
  const loan = ledger.accruedLoan(id);
  if (loan === undefined || status !== LoanStatus.Active) return refuse("CreditWrongStatus", id, status);
  return loan;
}

/** Keeps the loan or, when it ends, frees its pledges and returns the collateral. */
function settle(ledger: Ledger, id: string, loan: LoanRecord, ends: boolean): void {
  if (!ends) {
    ledger.keep(id, loan);
    return;
  }
  const { account } = loan.terms;
  ledger.keep(id, { ...loan, status: LoanStatus.Ended, collateral: 0n, orders: [] });
  for (const order of loan.orders) ledger.setPledge(order.id, ZeroHash);
  if (account !== ZeroAddress) {
    const { orderLoans, incomeLoan } = ledger.account(account);
    ledger.changeAccount(account, {
      orderLoans: without(orderLoans, id),
      incomeLoan: incomeLoan === id ? ZeroHash : incomeLoan,
    });
  }
  ledger.book.coin.transfer(ledger.places.credit, loan.borrower, loan.collateral);
}

/** The last takes the place of the one that leaves. An error names the first, whichever that is. */
function without(ids: readonly string[], leaving: string): readonly string[] {
  const [kept, last] = [ids.slice(0, -1), ids.at(-1)];
  if (last === undefined || !ids.includes(leaving)) return ids;
  return kept.map((id) => (id === leaving ? last : id));
}
