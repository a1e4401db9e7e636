/** Terms that a lender fills in. Amounts are base units of SCV, times are seconds. */
export interface LoanToOffer {
  borrower: string | undefined;
  amount: bigint;
  charge: bigint;
  yearlyBps: bigint;
  /** After the last due date and its grace period; undefined for the same interest as before. */
  lateYearlyBps: bigint | undefined;
  /** Until the first due date; undefined for an advance that only orders repay. */
  dueWithin: bigint | undefined;
  instalments: bigint;
  /** Between due dates; 0 for one due date or none. */
  period: bigint;
  /** After each due date. */
  grace: bigint;
  collateral: bigint;
  pull: boolean;
  /** Payout account whose income is pledged. */
  incomeAccount: string | undefined;
  /** Ids of the pledged orders. */
  orders: readonly string[];
}
