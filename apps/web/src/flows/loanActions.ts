import { collectLoan, forgiveLoan, readLoan, repayLoan, type LoanStanding } from "@servicecoin/sdk";
import type { Flow, ReviewLine } from "../flow/flow.ts";
import type { Text } from "../i18n/text.ts";
import { inScv } from "../ui/format.ts";
import { allowCredit } from "./allowCredit.ts";
import { accountLine, amountLine } from "./dealTerms.ts";

/** A loan by its id. */
export interface LoanById {
  loanId: string;
}

/** Repays a loan or a part of it. */
export const repayLoanFlow: Flow<LoanById & { amount: bigint | undefined }> = {
  name: "repayLoan",
  async review(context, { loanId, amount }) {
    const { client, t } = context;
    const text = t.credit;
    const { loan, owed } = await readLoan(client, loanId);
    const isAll = amount === undefined || amount >= owed;
    // Interest goes on until it is mined: a day of it is kept ready, and only what is owed leaves.
    const most = isAll ? owed + owedInADay(loan.amount, loan.lateRate) : amount;
    const allow = await allowCredit(context, most, text.allowStep(inScv(most)));
    const prepared = await repayLoan.prepare(client, { loanId, amount: isAll ? undefined : amount });
    if (allow.length === 0) await prepared.simulate();
    return {
      title: text.repayTitle,
      lines: [
        amountLine(t.flow.leaves, isAll ? owed : amount, "leaves"),
        accountLine(text.lender, loan.lender),
        amountLine(text.stillOwed, isAll ? 0n : owed - amount),
      ],
      steps: [...allow, { kind: "transaction", label: text.repayTitle, ...prepared }],
      done: (outcomes) => {
        const { owed: rest } = outcomes.at(-1) as { owed: bigint };
        return { text: rest === 0n ? text.repaidAll : text.repaidPart(inScv(rest)), next: toLoan(loanId, t) };
      },
    };
  },
};

/** Interest of a day at a rate per second in units of 10^-18. */
function owedInADay(amount: bigint, rate: bigint): bigint {
  return (amount * rate * 86_400n) / 10n ** 18n;
}

/** Pays the lender what is due. */
export const collectLoanFlow: Flow<LoanById> = {
  name: "collectLoan",
  async review({ client, t }, { loanId }) {
    const text = t.credit;
    const [standing, prepared] = await Promise.all([readLoan(client, loanId), collectLoan.prepare(client, { loanId })]);
    await prepared.simulate();
    return {
      title: text.collectTitle,
      lines: [
        amountLine(text.lenderGets, collectableOf(standing)),
        accountLine(text.lender, standing.loan.lender),
        ...sourceLines(standing, t),
        { label: text.whatItDoes, value: standing.ends ? text.endsLoan : text.collectRule },
      ],
      steps: [{ kind: "transaction", label: text.collectTitle, ...prepared }],
      done: ([sent]) => ({
        text: text.collected(inScv((sent as { amount: bigint }).amount)),
        next: toLoan(loanId, t),
      }),
    };
  },
};

/** What `collectLoan` would pay to the lender. */
export function collectableOf({ collectable }: Pick<LoanStanding, "collectable">): bigint {
  return Object.values(collectable).reduce((sum, amount) => sum + amount, 0n);
}

function sourceLines({ collectable }: LoanStanding, { credit }: Text): ReviewLine[] {
  const sources = ["orders", "allowance", "income", "collateral"] as const;
  return sources.flatMap((source) => {
    const amount = collectable[source];
    return amount === 0n ? [] : [amountLine(credit.sources[source], amount)];
  });
}

/** Ends a loan without further payment. */
export const forgiveLoanFlow: Flow<LoanById> = {
  name: "forgiveLoan",
  async review({ client, t }, { loanId }) {
    const text = t.credit;
    const [{ owed, borrower }, prepared] = await Promise.all([
      readLoan(client, loanId),
      forgiveLoan.prepare(client, { loanId }),
    ]);
    await prepared.simulate();
    return {
      title: text.forgiveTitle,
      lines: [
        amountLine(text.youGiveUp, owed, "leaves"),
        accountLine(text.lentTo, borrower),
        { label: text.whatItDoes, value: text.forgiveRule },
      ],
      steps: [{ kind: "transaction", label: text.forgiveTitle, ...prepared }],
      done: () => ({ text: text.forgiven, next: toLoan(loanId, t) }),
    };
  },
};

function toLoan(loanId: string, { credit }: Text): { to: string; label: string } {
  return { to: `/loans/${loanId}`, label: credit.follow };
}
