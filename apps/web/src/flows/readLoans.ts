import {
  isServiceCoinError,
  loanIdOf,
  loanOfferOf,
  loanSchedule,
  readLoan,
  toServiceCoinError,
  verifyLoanOffer,
  describeSecurity,
  type LoanOffer,
  type LoanSecurity,
  type LoanStanding,
  type LoanState,
} from "@servicecoin/sdk";
import { nextTime } from "@servicecoin/sdk/internal";
import { costOf, type LoanCost } from "./loanCost.ts";
import { readLoanOfferText } from "../ui/loanOfferText.ts";
import { readClient } from "../chain/client.ts";

/** An offer, checked against the chain. */
export interface CheckedOffer {
  offer: LoanOffer;
  loanId: string;
  cost: LoanCost;
  schedule: ReturnType<typeof loanSchedule>;
  /** Undefined when its orders cannot be read. */
  security: LoanSecurity | undefined;
  /** "offered" until it is taken or withdrawn. */
  state: LoanState;
  /** Why it cannot be taken now. */
  fault: Error | undefined;
}

/**
 * Reads an offer of anyone, and checks it on the chain.
 * @returns null if the text is not an offer
 * @throws ServiceCoinError `Unreachable`
 */
export async function checkOffer(text: string): Promise<CheckedOffer | null> {
  const offer = offerIn(text);
  if (offer === undefined) return null;
  const client = await readClient();
  const now = await nextTime(client);
  const schedule = loanSchedule(offer.loan, now);
  const [security, { state }, fault] = await Promise.all([
    describeSecurity(client, offer).catch(() => undefined),
    readLoan(client, offer.loan),
    verifyLoanOffer(client, offer).then(() => undefined, toServiceCoinError),
  ]);
  if (fault?.code === "Unreachable") throw fault;
  const cost = costOf(offer.loan, schedule, now);
  return { offer, loanId: loanIdOf(client, offer.loan), cost, schedule, security, state, fault };
}

function offerIn(text: string): LoanOffer | undefined {
  try {
    return loanOfferOf(readLoanOfferText(text));
  } catch {
    return undefined;
  }
}

/** Reads a loan from the chain. @returns null when nobody ever took it @throws ServiceCoinError `Unreachable` */
export async function loanOnChain(loanId: string): Promise<LoanStanding | null> {
  try {
    return await readLoan(await readClient(), loanId);
  } catch (error) {
    if (isServiceCoinError(error, "LoanNotFound")) return null;
    throw error;
  }
}
