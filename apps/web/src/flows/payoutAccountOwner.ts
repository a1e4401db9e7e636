import {
  acceptPayoutAccount,
  readPayoutAccount,
  transferPayoutAccount,
  type PayoutAccountStanding,
} from "@servicecoin/sdk";
import { ZeroAddress } from "ethers";
import type { Flow, ReviewLine } from "../flow/flow.ts";
import type { Text } from "../i18n/text.ts";
import { accountLine, amountLine } from "./dealTerms.ts";

/** Offers a payout account to another owner; without one, withdraws the offer. */
export const transferPayoutAccountFlow: Flow<{ payoutAccount: string; to: string | undefined }> = {
  name: "transferPayoutAccount",
  async review({ client, t }, { payoutAccount, to = ZeroAddress }) {
    const text = t.credit;
    const [standing, prepared] = await Promise.all([
      readPayoutAccount(client, payoutAccount),
      transferPayoutAccount.prepare(client, { account: payoutAccount, to }),
    ]);
    await prepared.simulate();
    const isOffer = to !== ZeroAddress;
    const title = isOffer ? text.transferTitle : text.keepTitle;
    return {
      title,
      lines: [
        accountLine(text.payoutAccount, payoutAccount),
        ...(isOffer ? [accountLine(text.nextOwner, to), ...contentLines(standing, t)] : []),
        { label: text.whatItDoes, value: isOffer ? text.transferRule : text.keepRule },
      ],
      warnings: isOffer ? loanWarnings(standing, t) : [],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: isOffer ? text.transferDone : text.keepDone }),
    };
  },
};

/** Takes over a payout account that its owner offered. */
export const acceptPayoutAccountFlow: Flow<{ payoutAccount: string }> = {
  name: "acceptPayoutAccount",
  async review({ client, t }, { payoutAccount }) {
    const text = t.credit;
    const [standing, prepared] = await Promise.all([
      readPayoutAccount(client, payoutAccount),
      acceptPayoutAccount.prepare(client, { account: payoutAccount }),
    ]);
    await prepared.simulate();
    return {
      title: text.acceptTitle,
      lines: [
        accountLine(text.payoutAccount, payoutAccount),
        accountLine(text.from, standing.owner),
        ...contentLines(standing, t),
        { label: text.whatItDoes, value: text.acceptRule },
      ],
      warnings: loanWarnings(standing, t),
      steps: [{ kind: "transaction", label: text.acceptTitle, ...prepared }],
      done: () => ({ text: text.acceptDone }),
    };
  },
};

/** What changes hands with a payout account. */
function contentLines({ balance, withdrawable }: PayoutAccountStanding, { credit }: Text): ReviewLine[] {
  return [amountLine(credit.balance, balance), amountLine(credit.dueToLenders, balance - withdrawable)];
}

function loanWarnings({ orderLoans, incomeLoan }: PayoutAccountStanding, { credit }: Text): string[] {
  const count = new Set([...orderLoans, ...(incomeLoan === undefined ? [] : [incomeLoan])]).size;
  return count === 0 ? [] : [credit.loansStay(count)];
}
