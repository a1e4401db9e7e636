import { ownsPayoutAccount, readDeal, refundOrder, refundStream, refundSubscription } from "@servicecoin/sdk";
import type { IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { inScv } from "../ui/format.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** Money that goes back to the payer. */
export interface RefundOfDeal {
  deal: IndexedDeal;
  /** Base units of SCV; everything that can be refunded when undefined. */
  amount: bigint | undefined;
}

const ACTIONS = { order: refundOrder, stream: refundStream, subscription: refundSubscription, unknown: refundOrder };

/** Sends money of a deal back to its payer. */
export const refundDealFlow: Flow<RefundOfDeal> = {
  name: "refund",
  async review({ client, account, t }, { deal, amount }) {
    const terms = termsOf(client, deal, t);
    const prepared = await ACTIONS[deal.kind].prepare(client, { deal: terms, amount });
    await prepared.simulate();
    const { left, refundable } = await readDeal(client, terms);
    const isPayee = account === terms.payee || (await ownsPayoutAccount(client, terms.payee));
    const all = isPayee ? left : refundable;
    const refunded = amount ?? all;
    const { refund } = t.dealFlows;
    const isOwn = account === terms.payer;
    const title = isOwn ? t.deals.takeBack : refund.title;
    return {
      title,
      lines: [
        amountLine(isOwn ? t.flow.arrives : refund.refunded, refunded, isOwn ? "arrives" : "fact"),
        accountLine(t.deals.roles.payer, terms.payer),
        amountLine(t.dealFlows.stays, left - refunded),
        { label: t.deals.feeRate, value: refund.noFee, kind: "fee" },
      ],
      ...(isPayee && { warnings: [refund.givesUp] }),
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: ([sent]) => ({
        text: refund.done(inScv((sent as { amount: bigint }).amount), isOwn),
        next: toDeal(deal, t),
      }),
    };
  },
};
