import type { Client } from "../core/client.js";
import { domainOf } from "../domain.js";
import { sign } from "../sign.js";
import { checkLoan, type PledgedLoan } from "./checkLoan.js";
import { withErrors } from "../core/errors.js";
import { loanData } from "./loan.js";

/** Terms of a loan that a lender signed. */
export interface LoanOffer extends PledgedLoan {
  /** The lender's signature. */
  signature: string;
}

/**
 * Checks the terms and signs the lender's offer (EIP-712), by key or for a smart wallet that the client signs for. No
 * gas. When the offer is taken, the lender's balance and allowance for `Credit` must cover the principal.
 * @throws ServiceCoinError as `checkLoan`; `NoSigner`, `Rejected`, `InvalidArgument`
 * @example
 * ```ts
 * const draft = await draftLoan(client, { amount: parseScv("100"), dueWithin: 30n * 86_400n, pull: true });
 * const { unsecured } = await describeSecurity(client, draft);
 * if (unsecured === 0n) console.log(formatLoanOffer(await signLoanOffer(client, draft)));
 * ```
 */
export async function signLoanOffer(client: Client, draft: PledgedLoan): Promise<LoanOffer> {
  const { loan, orders } = draft;
  await withErrors(() => checkLoan(client, draft));
  return { loan, orders, signature: await sign(client, loanData(domainOf(client, "Credit"), loan)) };
}
