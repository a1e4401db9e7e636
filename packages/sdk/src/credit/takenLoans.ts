import type { EventLog } from "ethers";
import { type Client, providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { topicOf } from "../hub/openedDeals.js";
import { queryLogs } from "../logs/queryLogs.js";
import type { LoanStructOutput } from "../typechain/Credit.js";
import type { Loan } from "./loan.js";

/** A loan, as its `LoanTaken` event describes it. */
export interface TakenLoan {
  loanId: string;
  loan: Loan;
  /** The borrower, also if the offer named none. */
  borrower: string;
  /** Ids of the pledged orders. */
  orders: string[];
  /** The DAO's fee in base units of SCV, deducted from the principal. */
  fee: bigint;
  blockNumber: number;
  transactionHash: string;
}

/** Which loans. Default: of every lender and borrower. */
export interface LoanFilter {
  lender?: string | undefined;
  borrower?: string | undefined;
}

/**
 * Reads the terms of a loan from the event of its taking.
 * @throws ServiceCoinError `LoanNotFound` when it was never taken
 */
export async function findLoan(client: Client, loanId: string): Promise<TakenLoan> {
  const taken = (await readTaken(client, [loanId])).at(0);
  if (taken === undefined) throw new ServiceCoinError("LoanNotFound", { id: loanId });
  return taken;
}

/**
 * Lists the loans of a lender, of a borrower, or of both, in the order in which they were taken.
 * @throws ServiceCoinError `Unreachable`
 */
export function listLoans(client: Client, { lender, borrower }: LoanFilter = {}): Promise<TakenLoan[]> {
  return readTaken(client, [null, topicOf(lender), topicOf(borrower)]);
}

function readTaken(client: Client, indexed: (string | null)[]): Promise<TakenLoan[]> {
  return withErrors(async () => {
    providerOf(client);
    const { topicHash } = client.credit.interface.getEvent("LoanTaken");
    return (await queryLogs(client.credit, [topicHash, ...indexed], client.fromBlock)).map(takenLoanOf);
  });
}

function takenLoanOf({ args, blockNumber, transactionHash }: EventLog): TakenLoan {
  const { id, borrower, loan, orders, fee } = args.toObject() as {
    id: string;
    borrower: string;
    loan: LoanStructOutput;
    orders: string[];
    fee: bigint;
  };
  return { loanId: id, loan: termsOf(loan), borrower, orders: [...orders], fee, blockNumber, transactionHash };
}

/** A plain object: ethers returns a tuple. */
function termsOf(loan: LoanStructOutput): Loan {
  const { lender, borrower, account, amount, charge, rate, lateRate, due, period, instalments } = loan;
  const { grace, collateral, pull, income, cover, feeBps, orders, validUntil, ref } = loan;
  return {
    ...{ lender, borrower, account, amount, charge, rate, lateRate, due, period, instalments },
    ...{ grace, collateral, pull, income, cover, feeBps, orders, validUntil, ref },
  };
}
