import { ZeroAddress, ZeroHash, type TypedDataDomain } from "ethers";
import type { Book } from "../book.js";
import { Table } from "../journal.js";
import { accrued, type Debt } from "./schedule.js";
import { LoanStatus, type Loan } from "./terms.js";

/** An order that secures a loan. */
export interface Pledged {
  readonly id: string;
  readonly paidBefore: bigint;
  readonly feeBps: bigint;
}

/** A loan as `loanOf` and `ordersOf` return it. */
export interface LoanRecord extends Debt {
  readonly terms: Loan;
  readonly borrower: string;
  readonly status: bigint;
  readonly collateral: bigint;
  readonly fromOrders: bigint;
  readonly lapsesAt: bigint;
  readonly orders: readonly Pledged[];
}

/** A payout account. */
export interface AccountRecord {
  readonly owner: string;
  readonly pendingOwner: string;
  readonly incomeLoan: string;
  readonly orderLoans: readonly string[];
}

const NO_ACCOUNT: AccountRecord = {
  owner: ZeroAddress,
  pendingOwner: ZeroAddress,
  incomeLoan: ZeroHash,
  orderLoans: [],
};

/** Addresses that `Credit` knows. */
export interface CreditPlaces {
  credit: string;
  domain: TypedDataDomain;
}

/** What `Credit` must know, by what `ICredit` promises. It shares the journal, the clock and the caller of the hub. */
export class Ledger {
  readonly book: Book;
  readonly places: CreditPlaces;
  readonly #loans: Table<LoanRecord | undefined>;
  readonly #voided: Table<boolean>;
  readonly #accounts: Table<AccountRecord>;
  /** The loan that each order secures. */
  readonly #pledges: Table<string>;
  readonly #fee: Table<bigint>;

  constructor(book: Book, places: CreditPlaces) {
    this.book = book;
    this.places = places;
    this.#loans = new Table(book.journal, undefined);
    this.#voided = new Table(book.journal, false);
    this.#accounts = new Table(book.journal, NO_ACCOUNT);
    this.#pledges = new Table(book.journal, ZeroHash);
    this.#fee = new Table(book.journal, 0n);
  }

  get fee(): bigint {
    return this.#fee.get("");
  }

  set fee(fee: bigint) {
    this.#fee.set("", fee);
  }

  /** As stored: with interest up to the last change only. */
  loan(id: string): LoanRecord | undefined {
    return this.#loans.get(id);
  }

  /** With interest up to now. */
  accruedLoan(id: string): LoanRecord | undefined {
    const loan = this.loan(id);
    return loan === undefined ? undefined : accrued(loan, loan.terms, loan.lapsesAt, this.book.now);
  }

  statusOf(id: string): bigint {
    if (this.#voided.get(id)) return LoanStatus.Voided;
    return this.loan(id)?.status ?? LoanStatus.None;
  }

  keep(id: string, loan: LoanRecord): void {
    this.#loans.set(id, loan);
  }

  withdrawOffer(id: string): void {
    this.#voided.set(id, true);
  }

  account(address: string): AccountRecord {
    return this.#accounts.get(address);
  }

  changeAccount(address: string, change: Partial<AccountRecord>): void {
    this.#accounts.set(address, { ...this.account(address), ...change });
  }

  /** The loan that an order secures, whether or not it has lapsed. */
  pledge(order: string): string {
    return this.#pledges.get(order);
  }

  setPledge(order: string, loan: string): void {
    this.#pledges.set(order, loan);
  }

  hasLapsed(loan: LoanRecord): boolean {
    return this.book.now >= loan.lapsesAt;
  }
}

export function owedOf({ principal, charges }: Debt): bigint {
  return principal + charges;
}
