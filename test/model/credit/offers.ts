import { ZeroAddress, ZeroHash } from "ethers";
import type { Deal } from "../../fixtures/deals.js";
import { Status } from "../../fixtures/hub.js";
import { feeOf } from "../accrual.js";
import { require } from "../errors.js";
import { isSigned, type Signed } from "../hashes.js";
import { checkOwner } from "./accounts.js";
import type { Ledger, Pledged } from "./ledger.js";
import { lastDue } from "./schedule.js";
import { afterFee } from "./securities.js";
import {
  COLLECTION_PERIOD,
  hashOrders,
  idOfLoan,
  LoanStatus,
  MAX_CHARGE_BPS,
  MAX_GRACE,
  MAX_LOAN_FEE_BPS,
  MAX_ORDER_LOANS,
  MAX_ORDERS,
  MAX_RATE,
  MAX_TERM,
  offerOf,
  type Loan,
} from "./terms.js";

/** Where two requirements fail at once, the first of these is told. */
export function take(ledger: Ledger, loan: Loan, deals: readonly Deal[], signature: Signed): void {
  const { book, places } = ledger;
  const id = idOfLoan(loan);
  checkOffer(ledger, id, loan);
  checkTerms(ledger, id, loan);
  checkSecurity(ledger, id, loan);
  const isOffered = isSigned(signature, loan.lender, offerOf(places.domain, loan));
  require(isOffered, "CreditInvalidSignature", id, loan.lender);

  const orders = pledge(ledger, id, loan, deals);
  const last = loan.due === 0n ? book.now + MAX_TERM : lastDue(loan);
  ledger.keep(id, {
    terms: loan,
    borrower: book.caller,
    status: LoanStatus.Active,
    principal: loan.amount,
    charges: loan.charge,
    accruedAt: book.now,
    collateral: loan.collateral,
    fromOrders: 0n,
    lapsesAt: last + COLLECTION_PERIOD,
    orders,
  });

  const fee = feeOf(loan.amount, loan.feeBps);
  const move = (from: string, to: string, amount: bigint) => {
    if (amount > 0n) book.coin.transferFrom(places.credit, from, to, amount);
  };
  move(book.caller, places.credit, loan.collateral);
  move(loan.lender, book.places.treasury, fee);
  move(loan.lender, book.caller, loan.amount - fee);
}

export function voidOffer(ledger: Ledger, loan: Loan): void {
  const id = idOfLoan(loan);
  require(ledger.book.caller === loan.lender, "CreditUnauthorized", ledger.book.caller, loan.lender);
  checkNew(ledger, id);
  ledger.withdrawOffer(id);
}

export function setLoanFee(ledger: Ledger, fee: bigint): void {
  const { caller, places } = ledger.book;
  require(caller === places.owner, "OwnableUnauthorizedAccount", caller);
  require(fee <= MAX_LOAN_FEE_BPS, "CreditInvalidFee", fee, MAX_LOAN_FEE_BPS);
  ledger.fee = fee;
}

function checkNew(ledger: Ledger, id: string): void {
  const status = ledger.statusOf(id);
  require(status === LoanStatus.None, "CreditWrongStatus", id, status);
}

function checkOffer(ledger: Ledger, id: string, { lender, borrower, validUntil, feeBps }: Loan): void {
  const { now, caller } = ledger.book;
  checkNew(ledger, id);
  require(now <= validUntil, "CreditTooLate", id, validUntil);
  require(borrower === ZeroAddress || caller === borrower, "CreditUnauthorized", caller, borrower);
  require(lender !== caller && lender !== ZeroAddress, "CreditInvalidParties", id, lender, caller);
  require(feeBps === ledger.fee, "CreditFeeMismatch", id, feeBps, ledger.fee);
}

function checkTerms({ book }: Ledger, id: string, loan: Loan): void {
  const { amount, charge, rate, lateRate, due, period, instalments, grace } = loan;
  const isAmount = amount > 0n && charge * 10_000n <= amount * MAX_CHARGE_BPS;
  require(isAmount, "CreditInvalidAmount", id, amount, charge);
  require(rate <= lateRate && lateRate <= MAX_RATE, "CreditInvalidRate", id, rate, lateRate);
  const isTimeless = period === 0n && instalments === 0n && grace === 0n;
  const areDates = instalments === 1n ? period === 0n : instalments > 1n && period > 0n;
  const isTerm = due > book.now && lastDue(loan) <= book.now + MAX_TERM && grace <= MAX_GRACE;
  const isSchedule = due === 0n ? isTimeless : areDates && isTerm;
  require(isSchedule, "CreditInvalidSchedule", id, due, period, instalments, grace);
}

function checkSecurity(ledger: Ledger, id: string, loan: Loan): void {
  const { account, due, pull, income, collateral } = loan;
  const hasOrders = loan.orders !== ZeroHash;
  const isAdvance = hasOrders && !pull && !income && collateral === 0n;
  const fits = (hasOrders || income) === (account !== ZeroAddress) && (due > 0n || isAdvance);
  require(fits, "CreditInvalidSecurity", id, account, loan.orders);
  if (account === ZeroAddress) return;
  checkOwner(ledger, account, ledger.book.caller);
  const { incomeLoan, orderLoans } = ledger.account(account);
  require(incomeLoan === ZeroHash, "CreditAccountPledged", account, incomeLoan);
  const [other] = orderLoans;
  require(!income || other === undefined, "CreditAccountPledged", account, other);
}

function pledge(ledger: Ledger, id: string, loan: Loan, deals: readonly Deal[]): Pledged[] {
  const { account } = loan;
  require(deals.length <= MAX_ORDERS, "CreditTooManyOrders", id, deals.length, MAX_ORDERS);
  if (loan.income) ledger.changeAccount(account, { incomeLoan: id });
  if (loan.orders !== ZeroHash) {
    const orderLoans = [...ledger.account(account).orderLoans, id];
    require(orderLoans.length <= MAX_ORDER_LOANS, "CreditTooManyLoans", account, MAX_ORDER_LOANS);
    ledger.changeAccount(account, { orderLoans });
  }
  const orders = deals.map((deal) => pledgeOrder(ledger, id, account, deal));
  const orderIds = orders.map((order) => order.id);
  const hash = orderIds.length === 0 ? ZeroHash : hashOrders(orderIds);
  require(hash === loan.orders, "CreditWrongOrders", id, hash, loan.orders);
  const held = orders.reduce((sum, order) => sum + order.held, 0n);
  require(held >= loan.cover, "CreditInsufficientCover", id, held, loan.cover);
  return orders;
}

function pledgeOrder(ledger: Ledger, loan: string, account: string, deal: Deal): Pledged & { held: bigint } {
  const { period, payee, feeBps } = deal;
  const id = ledger.book.hashes.idOf(deal);
  const { funded, paid, status } = ledger.book.escrow(id);
  const isLive = status === Status.Open || status === Status.Delivered;
  require(period === 0n && payee === account && isLive, "CreditInvalidOrder", id, payee, status);
  require(ledger.pledge(id) === ZeroHash, "CreditOrderPledged", id, ledger.pledge(id));
  ledger.setPledge(id, loan);
  return { id, paidBefore: paid, feeBps, held: afterFee(funded, feeBps) - afterFee(paid, feeBps) };
}
