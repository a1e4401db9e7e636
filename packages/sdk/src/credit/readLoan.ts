import { inNextBlock, nextTime } from "../clock.js";
import { type Client, providerOf } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { queryLogs } from "../logs/queryLogs.js";
import { nextDueAt } from "./interest.js";
import { loanIdOf, type Loan } from "./loan.js";
import { loanSchedule, type Instalment } from "./loanSchedule.js";
import { loanEndOf, type LoanEnd, type LoanSource, type LoanState, loanStateOf } from "./states.js";
import { findLoan, listLoans, type LoanFilter, type TakenLoan } from "./takenLoans.js";

/** The current standing of a loan. Amounts are base units of SCV, times are seconds since 1970. */
export interface LoanStanding {
  loanId: string;
  loan: Loan;
  state: LoanState;
  /** The borrower; the zero address if anyone can still take the offer. */
  borrower: string;
  /** Ids of the orders that were pledged. */
  orders: string[];
  /** When it was taken, if it was. */
  takenAt: bigint | undefined;
  /** Unpaid principal. */
  principal: bigint;
  /** What ends the loan if it is repaid now. 0 unless it is active. */
  owed: bigint;
  /** The part of what is owed whose due date and grace period have passed. */
  overdue: bigint;
  /** The next due date, if there is one. */
  nextDue: bigint | undefined;
  /** Due dates, and what is due on each if it is paid on time. Empty without a due date. */
  schedule: Instalment[];
  /** What `collectLoan` would take now, by source. */
  collectable: Record<LoanSource, bigint>;
  /** Whether `collectLoan` would end the loan now. */
  ends: boolean;
  /** SCV that the borrower has deposited and gets back. */
  collateral: bigint;
  /** When it lapses: from then on only the collateral can be collected. 0 unless it was taken. */
  lapsesAt: bigint;
  /** How it ended, if it did. */
  ended: { reason: LoanEnd; unpaid: bigint } | undefined;
}

/** Loans to read concurrently. */
const AT_ONCE = 20;

/**
 * Reads the current standing of a loan, or of an offer.
 * @param loanOrId The terms, or the id of a loan that was taken, which is then looked up in the events.
 * @throws ServiceCoinError `LoanNotFound` for an id that was never taken
 * @example
 * ```ts
 * const { state, owed, overdue } = await readLoan(client, loanId);
 * console.log(state, formatScv(owed), "SCV owed,", formatScv(overdue), "SCV overdue");
 * ```
 */
export async function readLoan(client: Client, loanOrId: Loan | string): Promise<LoanStanding> {
  if (typeof loanOrId === "string") return readTakenLoan(client, await findLoan(client, loanOrId));
  return withErrors(async () => {
    const loanId = loanIdOf(client, loanOrId);
    const { status } = await client.credit.loanOf(loanId);
    const state = loanStateOf(status);
    if (state === "active" || state === "ended") return readTakenLoan(client, await findLoan(client, loanId));
    return offerOf(loanId, loanOrId, state, await nextTime(client));
  });
}

/**
 * Reads the current standings of all loans, in the order in which they were taken.
 * @throws ServiceCoinError `Unreachable`
 */
export async function readLoans(client: Client, filter: LoanFilter = {}): Promise<LoanStanding[]> {
  const taken = await listLoans(client, filter);
  const standings: LoanStanding[] = [];
  for (let from = 0; from < taken.length; from += AT_ONCE) {
    const some = taken.slice(from, from + AT_ONCE);
    standings.push(...(await Promise.all(some.map((loan) => readTakenLoan(client, loan)))));
  }
  return standings;
}

function readTakenLoan(client: Client, taken: TakenLoan): Promise<LoanStanding> {
  return withErrors(async () => {
    const { loanId, loan, borrower, orders } = taken;
    const { credit } = client;
    const [stored, [owed, overdue], [amounts, ends], now, block] = await Promise.all([
      credit.loanOf(loanId),
      inNextBlock((at) => credit.owedOf(loanId, at)),
      inNextBlock((at) => credit.collectableOf(loanId, at)),
      nextTime(client),
      providerOf(client).getBlock(taken.blockNumber),
    ]);
    const { principal, collateral, lapsesAt } = stored;
    const state = loanStateOf(stored.status);
    const takenAt = block === null ? undefined : BigInt(block.timestamp);
    return {
      ...{ loanId, loan, state, borrower, orders, takenAt, principal, owed, overdue, collateral, lapsesAt, ends },
      nextDue: state === "active" ? nextDueAt(stored, now) : undefined,
      schedule: takenAt === undefined ? [] : loanSchedule(loan, takenAt),
      collectable: bySource(amounts),
      ended: state === "ended" ? await readEnd(client, loanId) : undefined,
    };
  });
}

function offerOf(loanId: string, loan: Loan, state: LoanState, now: bigint): LoanStanding {
  const { borrower } = loan;
  return {
    ...{ loanId, loan, state, borrower, orders: [], takenAt: undefined, principal: 0n, owed: 0n, overdue: 0n },
    ...{ collateral: 0n, lapsesAt: 0n, ends: false, ended: undefined, collectable: bySource([]) },
    nextDue: loan.due === 0n ? undefined : loan.due,
    schedule: loanSchedule(loan, now),
  };
}

function bySource(amounts: readonly bigint[]): Record<LoanSource, bigint> {
  const [orders = 0n, allowance = 0n, income = 0n, collateral = 0n] = amounts;
  return { orders, allowance, income, collateral };
}

async function readEnd(client: Client, loanId: string): Promise<LoanStanding["ended"]> {
  const { topicHash } = client.credit.interface.getEvent("LoanEnded");
  const [log] = await queryLogs(client.credit, [topicHash, loanId], client.fromBlock);
  if (log === undefined) return undefined;
  const { reason, unpaid } = log.args.toObject() as { reason: bigint; unpaid: bigint };
  return { reason: loanEndOf(reason), unpaid };
}
