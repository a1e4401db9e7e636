/** States of a loan, in the order of the contract's `LoanStatus`. "voided" is an offer that the lender withdrew. */
export const LOAN_STATES = ["offered", "active", "ended", "voided"] as const;

/** State of a loan. */
export type LoanState = (typeof LOAN_STATES)[number];
