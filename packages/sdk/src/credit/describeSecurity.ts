import { ZeroAddress } from "ethers";
import { inNextBlock } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { findDeal } from "../hub/openedDeals.js";
import type { PledgedLoan } from "./checkLoan.js";
import { loanIdOf, type Loan } from "./loan.js";
import { readPledgeable, type PledgeableOrder } from "./pledgedOrders.js";
import { securityFacts } from "./securityFacts.js";
import { findLoan } from "./takenLoans.js";

/** What secures a loan, and what is there of it now. Amounts are base units of SCV. */
export interface LoanSecurity {
  /** What is owed now; for an offer, the principal and the fixed charge. */
  owed: bigint;
  /** The pledged orders, with what each still holds for the payee. */
  orders: PledgeableOrder[];
  /** What the pledged orders hold, and what they have paid and the lender has not collected yet. */
  fromOrders: bigint;
  /** What the borrower's allowance and balance cover. Undefined if the loan does not take it, or nobody took the loan. */
  allowance: bigint | undefined;
  /** What the payout account holds beyond what is due from orders. Undefined if its income is not pledged. */
  income: bigint | undefined;
  /** What the contract holds, or will hold when the loan is taken. */
  collateral: bigint;
  /**
   * What is owed and covered neither by orders nor by collateral. The allowance and the income do not count: the
   * borrower can revoke or withdraw them before a due date.
   */
  unsecured: bigint;
  /** The same in sentences, with the risks. */
  facts: string[];
}

/** What the security of a loan depends on. */
interface Subject {
  loan: Loan;
  /** The zero address if anyone can take the offer. */
  borrower: string;
  owed: bigint;
  collateral: bigint;
  /** Paid by the orders and not collected yet. */
  uncollected: bigint;
  orders: PledgeableOrder[];
}

/**
 * Returns what secures a loan and how much of it is there now, and says plainly what is unsecured. A lender reads it
 * before it signs.
 * @param loanOrId Terms with their orders, for example from `draftLoan`; or the id of a loan that was taken.
 * @throws ServiceCoinError `LoanNotFound`
 * @example
 * ```ts
 * const { unsecured, facts } = await describeSecurity(client, draft);
 * for (const fact of facts) console.log(fact);
 * ```
 */
export async function describeSecurity(client: Client, loanOrId: PledgedLoan | string): Promise<LoanSecurity> {
  return withErrors(async () => {
    const subject =
      typeof loanOrId === "string" ? await takenSubject(client, loanOrId) : await offeredSubject(client, loanOrId);
    const { loan, borrower, owed, collateral, uncollected, orders } = subject;
    const [allowance, income, owner] = await Promise.all([
      readPullable(client, loan, borrower),
      readIncome(client, loan),
      loan.account === ZeroAddress ? ZeroAddress : client.credit.ownerOf(loan.account),
    ]);
    const fromOrders = orders.reduce((sum, { held }) => sum + held, uncollected);
    const secured = fromOrders + collateral;
    const unsecured = owed > secured ? owed - secured : 0n;
    const security = { owed, orders, fromOrders, allowance, income, collateral, unsecured };
    return { ...security, facts: securityFacts(security, loan, [borrower, owner, loan.account]) };
  });
}

async function offeredSubject(client: Client, { loan, orders }: PledgedLoan): Promise<Subject> {
  const { borrower, amount, charge, collateral } = loan;
  const loanId = loanIdOf(client, loan);
  const { status } = await client.credit.loanOf(loanId);
  if (status !== 0n) return takenSubject(client, loanId);
  const pledgeable = await readPledgeable(client, orders);
  return { loan, borrower, owed: amount + charge, collateral, uncollected: 0n, orders: pledgeable };
}

async function takenSubject(client: Client, loanId: string): Promise<Subject> {
  const { loan, borrower, orders } = await findLoan(client, loanId);
  const [{ collateral }, [owed], [amounts], deals] = await Promise.all([
    client.credit.loanOf(loanId),
    inNextBlock((at) => client.credit.owedOf(loanId, at)),
    inNextBlock((at) => client.credit.collectableOf(loanId, at)),
    Promise.all(orders.map((order) => findDeal(client, order))),
  ]);
  const [uncollected] = amounts;
  return { loan, borrower, owed, collateral, uncollected, orders: await readPledgeable(client, deals) };
}

async function readPullable(client: Client, { pull }: Loan, borrower: string): Promise<bigint | undefined> {
  if (!pull || borrower === ZeroAddress) return undefined;
  const [allowance, balance] = await Promise.all([
    client.coin.allowance(borrower, client.addresses.Credit),
    client.coin.balanceOf(borrower),
  ]);
  return allowance < balance ? allowance : balance;
}

async function readIncome(client: Client, { income, account }: Loan): Promise<bigint | undefined> {
  // Nothing else can be pledged beside the income: all of the balance is there.
  return income ? client.coin.balanceOf(account) : undefined;
}
