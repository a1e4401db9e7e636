import { getAddress, hexlify, randomBytes, ZeroAddress } from "ethers";
import { nextTime } from "../clock.js";
import { accountOf, type Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { requirePositive } from "../hub/draft.js";
import { checkLoan, type PledgedLoan } from "./checkLoan.js";
import { rateOf } from "./interest.js";
import { pledgeHashOf, type Loan } from "./loan.js";
import { readPledgeable } from "./pledgedOrders.js";

/** Default time in which an offer can be taken, in seconds. */
export const OFFER_VALID_FOR = 7n * 86_400n;

/**
 * The terms of a loan to draft. Amounts are base units of SCV, times are seconds since 1970, durations are seconds.
 * Without a due date, the loan must have orders as its only security.
 */
export interface LoanDraft {
  /** Pays the loan out and is repaid. Default: the client's account. */
  lender?: string | undefined;
  /** Can take the offer. Default: anyone. */
  borrower?: string | undefined;
  /** Principal. The borrower receives it less the DAO's fee. */
  amount: bigint;
  /** Fixed charge, at most 30 % of the principal. Default: 0. */
  charge?: bigint | undefined;
  /** Simple interest in 365 days, in basis points, at most 10,000. Default: 0. */
  yearlyBps?: bigint | undefined;
  /** Interest per second in units of 10^-18, instead of `yearlyBps`. */
  rate?: bigint | undefined;
  /** Interest after the last due date and the grace period, in basis points per 365 days. Default: as before. */
  lateYearlyBps?: bigint | undefined;
  /** The same per second in units of 10^-18, instead of `lateYearlyBps`. */
  lateRate?: bigint | undefined;
  /** First due date. Default: none. */
  due?: bigint | undefined;
  /** Seconds until the first due date, by the chain's clock. Ignored if `due` is given. */
  dueWithin?: bigint | undefined;
  /** Number of due dates. Default: 1, or 0 without a due date. */
  instalments?: bigint | undefined;
  /** Time between due dates, for more than one. */
  period?: bigint | undefined;
  /** Time after a due date in which nothing is collected, at most 90 days. Default: 0. */
  grace?: bigint | undefined;
  /** SCV that the borrower deposits. Default: 0. */
  collateral?: bigint | undefined;
  /** Whether overdue amounts can be taken from the borrower's allowance for `Credit`. Default: false. */
  pull?: boolean | undefined;
  /** Whether overdue amounts can be taken from all income of the payout account. Default: false. */
  income?: boolean | undefined;
  /** Orders to pledge, at most 16. Default: none. */
  orders?: readonly Deal[] | undefined;
  /** The borrower's payout account, for `income`. Default: the payee of the orders. */
  account?: string | undefined;
  /**
   * Minimum that the orders must hold when the offer is taken, fees deducted. Default: what they hold now, at most the
   * principal and the fixed charge.
   */
  cover?: bigint | undefined;
  /** The last second in which the offer can be taken. Default: 7 days from now, by the chain's clock. */
  validUntil?: bigint | undefined;
  /** 32 bytes that the lender chooses. Default: random, so that no two offers are the same. */
  ref?: string | undefined;
}

/**
 * Drafts the terms of a loan with the current fee, and checks them as the contract will. Sends and signs nothing. The
 * lender or the borrower can draft; only the lender can sign. Read `describeSecurity` before you sign.
 * @throws ServiceCoinError as `checkLoan`; `InvalidArgument`; `NoSigner` when no lender is given and the client is
 * read-only
 * @example
 * ```ts
 * const order = await findDeal(client, dealId);
 * const draft = await draftLoan(client, { amount: parseScv("80"), charge: parseScv("2"), orders: [order] });
 * ```
 */
export async function draftLoan(client: Client, draft: LoanDraft): Promise<PledgedLoan> {
  return withErrors(async () => {
    const { orders = [], charge = 0n, collateral = 0n, grace = 0n, pull = false, income = false } = draft;
    const amount = requirePositive("amount", draft.amount);
    const now = await nextTime(client);
    const rate = rateIn(draft.rate, draft.yearlyBps, "rate") ?? 0n;
    const due = draft.due ?? (draft.dueWithin === undefined ? 0n : now + draft.dueWithin);
    const loan: Loan = {
      lender: getAddress(draft.lender ?? (await accountOf(client))),
      borrower: getAddress(draft.borrower ?? ZeroAddress),
      account: getAddress(draft.account ?? orders[0]?.payee ?? ZeroAddress),
      amount,
      charge,
      rate,
      lateRate: rateIn(draft.lateRate, draft.lateYearlyBps, "lateRate") ?? rate,
      due,
      period: draft.period ?? 0n,
      instalments: draft.instalments ?? (due === 0n ? 0n : 1n),
      grace,
      collateral,
      pull,
      income,
      cover: draft.cover ?? (await heldBy(client, orders, amount + charge)),
      feeBps: await client.credit.fee(),
      orders: pledgeHashOf(client, orders),
      validUntil: draft.validUntil ?? now + OFFER_VALID_FOR,
      ref: draft.ref ?? hexlify(randomBytes(32)),
    };
    await checkLoan(client, { loan, orders });
    return { loan, orders };
  });
}

function rateIn(perSecond: bigint | undefined, yearlyBps: bigint | undefined, argument: string): bigint | undefined {
  if (perSecond !== undefined && yearlyBps !== undefined) {
    throw new ServiceCoinError("InvalidArgument", { argument, value: perSecond });
  }
  return yearlyBps === undefined ? perSecond : rateOf(yearlyBps);
}

async function heldBy(client: Client, deals: readonly Deal[], most: bigint): Promise<bigint> {
  const orders = await readPledgeable(client, deals);
  const held = orders.reduce((sum, order) => sum + order.held, 0n);
  return held < most ? held : most;
}
