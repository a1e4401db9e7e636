import type { Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { canonicalSignature } from "../sign.js";
import { isSignatureOf } from "../signedBy.js";
import { checkLoan } from "./checkLoan.js";
import { loanData, loanDigestOf, loanIdOf } from "./loan.js";
import type { LoanOffer } from "./signLoanOffer.js";

/**
 * Checks that an offer is genuine and can be taken now: its lender signed exactly these terms, by key or smart wallet
 * (ERC-1271), and can pay; it was neither taken nor voided; the terms and the orders are as the contract requires.
 * Fails as the contract would. What depends on the borrower is not checked.
 * @throws ServiceCoinError `CreditInvalidSignature`, also for changed terms; `CreditWrongStatus`; as `checkLoan`;
 * `ERC20InsufficientBalance` and `ERC20InsufficientAllowance` of the lender
 */
export async function verifyLoanOffer(client: Client, offer: LoanOffer): Promise<void> {
  await withErrors(async () => {
    const { loan, signature } = offer;
    const id = loanIdOf(client, loan);
    const canonical = canonicalSignature(loanData(domainOf(client, "Credit"), loan), loan.lender, signature);
    if (!(await isSignatureOf(client, loan.lender, loanDigestOf(client, loan), canonical))) {
      throw new ServiceCoinError("CreditInvalidSignature", { id, lender: loan.lender });
    }
    const { status } = await client.credit.loanOf(id);
    if (status !== 0n) throw new ServiceCoinError("CreditWrongStatus", { id, status });
    await checkLoan(client, offer);
    await requireFunds(client, loan.lender, loan.amount);
  });
}

async function requireFunds({ coin, addresses }: Client, lender: string, needed: bigint): Promise<void> {
  const spender = addresses.Credit;
  const [balance, allowance] = await Promise.all([coin.balanceOf(lender), coin.allowance(lender, spender)]);
  if (allowance < needed) throw new ServiceCoinError("ERC20InsufficientAllowance", { spender, allowance, needed });
  if (balance < needed) throw new ServiceCoinError("ERC20InsufficientBalance", { sender: lender, balance, needed });
}
