import {
  describeSecurity,
  loanSchedule,
  takeLoan,
  verifyLoanOffer,
  voidLoanOffer,
  type LoanOffer,
} from "@servicecoin/sdk";
import { nextTime } from "@servicecoin/sdk/internal";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { inScv, percent } from "../ui/format.ts";
import { FullAddress } from "../ui/FullAddress.tsx";
import { Words } from "../ui/Words.tsx";
import { allowCredit } from "./allowCredit.ts";
import { amountLine } from "./dealTerms.ts";
import { costOf } from "./loanCost.ts";
import { costWords, defaultWords, repaymentWords, securityWords } from "./loanLines.ts";

/** Takes a lender's offer. */
export const takeLoanFlow: Flow<{ offer: LoanOffer }> = {
  name: "takeLoan",
  async review(context, { offer }) {
    const { client, account, t } = context;
    const text = t.credit;
    const { loan } = offer;
    await verifyLoanOffer(client, offer);
    const [security, now] = await Promise.all([describeSecurity(client, offer), nextTime(client)]);
    const schedule = loanSchedule(loan, now);
    const cost = costOf(loan, schedule, now);
    const pulled = loan.pull ? cost.repaid : 0n;
    const needed = loan.collateral + pulled;
    const allow = await allowCredit(context, needed, text.depositStep(inScv(needed)));
    const prepared = await takeLoan.prepare(client, offer);
    // Before the allowance is there, the chain would reject it for that.
    if (allow.length === 0) await prepared.simulate();
    const label = text.takeTitle(inScv(loan.amount));
    const pledged = securityWords({ ...security, allowance: undefined }, loan, t);
    return {
      title: label,
      lines: [
        amountLine(text.youReceive, cost.received, "arrives"),
        { label: text.lender, value: createElement(FullAddress, { value: loan.lender }) },
        { label: text.cost, value: costWords(loan, cost, t), kind: "fee" },
        { label: text.yearlyCost, value: cost.yearlyBps === undefined ? text.yearlyUnknown : percent(cost.yearlyBps) },
        { label: text.repay, value: repaymentWords(schedule, t) },
        { label: text.pledged, value: createElement(Words, { words: pledged, none: text.nothing }) },
        { label: text.ifNot, value: defaultWords(loan, t) },
      ],
      steps: [...allow, { kind: "transaction", label, ...prepared }],
      done: (outcomes) => {
        const { loanId } = outcomes.at(-1) as { loanId: string };
        return { text: text.taken(inScv(cost.received)), next: { to: `/loans/${loanId}`, label: text.follow } };
      },
      ...(account.toLowerCase() === loan.lender.toLowerCase() && { warnings: [text.offerOwn] }),
    };
  },
};

/** Withdraws an offer: nobody can take it any more. */
export const voidLoanOfferFlow: Flow<{ offer: LoanOffer }> = {
  name: "voidLoanOffer",
  async review({ client, t }, { offer: { loan } }) {
    const text = t.credit;
    const prepared = await voidLoanOffer.prepare(client, { loan });
    await prepared.simulate();
    return {
      title: text.voidOffer,
      lines: [amountLine(text.youLend, loan.amount), { label: text.whatItDoes, value: text.voidRule }],
      steps: [{ kind: "transaction", label: text.voidOffer, ...prepared }],
      done: () => ({ text: text.voided }),
    };
  },
};
