/** States of a loan, in the order of the contract's `LoanStatus`. "voided" is an offer that the lender withdrew. */
export const LOAN_STATES = ["offered", "active", "ended", "voided"] as const;

/** State of a loan. */
export type LoanState = (typeof LOAN_STATES)[number];

/** Where a collected amount comes from, in the sequence of collection: the contract's `LoanSource`. */
export const LOAN_SOURCES = ["orders", "allowance", "income", "collateral"] as const;

/** Where a collected amount comes from. */
export type LoanSource = (typeof LOAN_SOURCES)[number];

/** Why loans end, in the order of the contract's `LoanEnd`. */
export const LOAN_ENDS = ["repaid", "forgiven", "exhausted", "lapsed"] as const;

/** Why a loan ended. "exhausted": its orders can pay nothing more; "lapsed": the time of collection is over. */
export type LoanEnd = (typeof LOAN_ENDS)[number];

/** The name of a state. @throws RangeError when the enum has no such number */
export function loanStateOf(number: bigint): LoanState {
  return nameOf(LOAN_STATES, number, "state of a loan");
}

/** The name of a source. @throws RangeError when the enum has no such number */
export function loanSourceOf(number: bigint): LoanSource {
  return nameOf(LOAN_SOURCES, number, "source of a loan");
}

/** The name of an end. @throws RangeError when the enum has no such number */
export function loanEndOf(number: bigint): LoanEnd {
  return nameOf(LOAN_ENDS, number, "end of a loan");
}

function nameOf<Name extends string>(names: readonly Name[], number: bigint, what: string): Name {
  const name = names.at(Number(number));
  if (name === undefined) throw new RangeError(`Unknown ${what}: ${number}`);
  return name;
}
