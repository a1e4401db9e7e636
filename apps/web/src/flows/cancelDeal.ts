import { cancelStream, cancelSubscription, readDeal } from "@servicecoin/sdk";
import { feeOf, type IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { inScv, percent } from "../ui/format.ts";
import { amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** Ends a stream or subscription. */
export const cancelDealFlow: Flow<{ deal: IndexedDeal }> = {
  name: "cancel",
  async review({ client, account, t }, { deal }) {
    const terms = termsOf(client, deal, t);
    const isStream = deal.kind === "stream";
    const prepared = await (isStream ? cancelStream : cancelSubscription).prepare(client, { deal: terms });
    await prepared.simulate();
    const { due, left } = await readDeal(client, terms);
    const fee = feeOf(due, deal.feeBps);
    const { cancel, resolve } = t.dealFlows;
    const isPayer = account === terms.payer;
    const isPayee = account === terms.payee;
    const title = isStream ? cancel.stream : cancel.subscription;
    return {
      title,
      lines: [
        amountLine(isPayer ? t.flow.arrives : resolve.payerGets, left - due, isPayer ? "arrives" : "fact"),
        amountLine(isPayee ? t.flow.arrives : resolve.payeeGets, due - fee, isPayee ? "arrives" : "fact"),
        amountLine(t.dealFlows.feeOf(percent(deal.feeBps)), fee, "fee"),
        { label: t.dealFlows.exact, value: isStream ? cancel.counting : cancel.fullPeriod },
      ],
      warnings: [cancel.final],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: ([sent]) => ({ text: doneText(sent, cancel.done), next: toDeal(deal, t) }),
    };
  },
};

/** The split as it happened, which counted on until the block. */
function doneText(sent: unknown, text: (toPayee: string, toPayer: string) => string): string {
  const { toPayee, toPayer, fee } = sent as { toPayee: bigint; toPayer: bigint; fee: bigint };
  return text(inScv(toPayee - fee), inScv(toPayer));
}
