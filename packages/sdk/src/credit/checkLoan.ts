import { ZeroAddress, ZeroHash } from "ethers";
import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { lastDueOf } from "./interest.js";
import { MAX_CHARGE_BPS, MAX_GRACE, MAX_ORDERS, MAX_RATE, MAX_TERM } from "./limits.js";
import { loanIdOf, pledgeHashOf, type Loan } from "./loan.js";
import { readPledgeable, requirePledgeable } from "./pledgedOrders.js";

const BASIS_POINTS = 10_000n;

/** Terms, with the orders whose ids they contain. */
export interface PledgedLoan {
  loan: Loan;
  /** The pledged orders, in the sequence of the terms. */
  orders: readonly Deal[];
}

/**
 * Checks what the contract will require of these terms when they are taken, with the contract's errors. What depends on
 * the borrower, who may not be known yet, is not checked.
 * @throws ServiceCoinError `CreditInvalidAmount`, `CreditInvalidRate`, `CreditInvalidSchedule`,
 * `CreditInvalidSecurity`, `CreditInvalidParties`, `CreditTooLate`, `CreditFeeMismatch`, `CreditWrongOrders`,
 * `CreditTooManyOrders`, `CreditInvalidOrder`, `CreditInsufficientCover`, `CreditOrderPledged`,
 * `CreditAccountPledged`, `CreditUnknownAccount`
 */
export async function checkLoan(client: Client, { loan, orders }: PledgedLoan): Promise<void> {
  const [current, now] = await Promise.all([client.credit.fee(), nextTime(client)]);
  const id = loanIdOf(client, loan);
  checkTerms(id, loan, now);
  if (loan.feeBps !== current) throw new ServiceCoinError("CreditFeeMismatch", { id, feeBps: loan.feeBps, current });
  await checkPledges(client, id, loan, orders);
}

function checkTerms(id: string, loan: Loan, now: bigint): void {
  const { lender, borrower, amount, charge, rate, lateRate, validUntil } = loan;
  if (now > validUntil) throw new ServiceCoinError("CreditTooLate", { id, validUntil });
  if (lender === ZeroAddress || lender === borrower) {
    throw new ServiceCoinError("CreditInvalidParties", { id, lender, borrower });
  }
  if (amount === 0n || charge * BASIS_POINTS > amount * MAX_CHARGE_BPS) {
    throw new ServiceCoinError("CreditInvalidAmount", { id, amount, charge });
  }
  if (rate > lateRate || lateRate > MAX_RATE) throw new ServiceCoinError("CreditInvalidRate", { id, rate, lateRate });
  if (!isSchedule(loan, now)) {
    const { due, period, instalments, grace } = loan;
    throw new ServiceCoinError("CreditInvalidSchedule", { id, due, period, instalments, grace });
  }
  if (!isSecurity(loan)) {
    throw new ServiceCoinError("CreditInvalidSecurity", { id, account: loan.account, orders: loan.orders });
  }
}

function isSchedule(loan: Loan, now: bigint): boolean {
  const { due, period, instalments, grace } = loan;
  if (due === 0n) return period === 0n && instalments === 0n && grace === 0n;
  if (instalments === 0n || (instalments === 1n) !== (period === 0n)) return false;
  return due > now && lastDueOf(loan) <= now + MAX_TERM && grace <= MAX_GRACE;
}

function isSecurity({ due, account, orders, pull, income, collateral }: Loan): boolean {
  const isPledged = orders !== ZeroHash || income;
  const isOrdersOnly = orders !== ZeroHash && !pull && !income && collateral === 0n;
  return (due !== 0n || isOrdersOnly) && isPledged === (account !== ZeroAddress);
}

async function checkPledges(client: Client, id: string, loan: Loan, deals: readonly Deal[]): Promise<void> {
  const { account, income, cover } = loan;
  if (deals.length > MAX_ORDERS) {
    throw new ServiceCoinError("CreditTooManyOrders", { id, count: BigInt(deals.length), max: BigInt(MAX_ORDERS) });
  }
  const hash = pledgeHashOf(client, deals);
  if (hash !== loan.orders) {
    throw new ServiceCoinError("CreditWrongOrders", { id, orders: hash, expected: loan.orders });
  }
  if (account === ZeroAddress) return;
  const [owner, [orderLoans, incomeLoan], orders] = await Promise.all([
    client.credit.ownerOf(account),
    client.credit.loansOf(account),
    readPledgeable(client, deals),
  ]);
  if (owner === ZeroAddress) throw new ServiceCoinError("CreditUnknownAccount", { account });
  const other = incomeLoan !== ZeroHash ? incomeLoan : income ? orderLoans.at(0) : undefined;
  if (other !== undefined) throw new ServiceCoinError("CreditAccountPledged", { account, loan: other });
  requirePledgeable(orders, account);
  for (const { dealId: order } of orders) {
    const pledge = await client.credit.pledgeOf(account, order);
    if (pledge !== ZeroHash) throw new ServiceCoinError("CreditOrderPledged", { order, loan: pledge });
  }
  const held = orders.reduce((sum, order) => sum + order.held, 0n);
  if (held < cover) throw new ServiceCoinError("CreditInsufficientCover", { id, held, cover });
}
