import { createPayoutAccount, readPayoutAccount, withdrawFromPayoutAccount } from "@servicecoin/sdk";
import type { Flow } from "../flow/flow.ts";
import { inScv } from "../ui/format.ts";
import { accountLine, amountLine } from "./dealTerms.ts";

/** Creates a payout account. */
export const createPayoutAccountFlow: Flow<object> = {
  name: "createPayoutAccount",
  async review({ client, t }) {
    const text = t.credit;
    const prepared = await createPayoutAccount.prepare(client, {});
    await prepared.simulate();
    return {
      title: text.createTitle,
      lines: [{ label: text.whatItDoes, value: text.createRule }],
      steps: [{ kind: "transaction", label: text.createTitle, ...prepared }],
      done: () => ({ text: text.createdDone }),
    };
  },
};

/** Withdraws everything that is not due to a lender. */
export const withdrawFromPayoutAccountFlow: Flow<{ payoutAccount: string }> = {
  name: "withdrawFromPayoutAccount",
  async review({ client, t }, { payoutAccount }) {
    const text = t.credit;
    const [{ balance, withdrawable }, prepared] = await Promise.all([
      readPayoutAccount(client, payoutAccount),
      withdrawFromPayoutAccount.prepare(client, { account: payoutAccount }),
    ]);
    await prepared.simulate();
    return {
      title: text.withdrawTitle,
      lines: [
        amountLine(t.flow.arrives, withdrawable, "arrives"),
        accountLine(text.from, payoutAccount),
        amountLine(text.dueToLenders, balance - withdrawable),
      ],
      steps: [{ kind: "transaction", label: text.withdrawTitle, ...prepared }],
      done: ([sent]) => ({ text: text.withdrawn(inScv((sent as { amount: bigint }).amount)) }),
    };
  },
};
