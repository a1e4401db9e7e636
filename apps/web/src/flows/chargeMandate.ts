import { charge, readMandate } from "@servicecoin/sdk";
import { feeOf, type IndexedMandate } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine, mandateTermsOf, toMandate } from "./dealTerms.ts";

/** A payment under a mandate. */
export interface MandateCharge {
  mandate: IndexedMandate;
  amount: bigint;
}

/** Charges the payer of a mandate. */
export const chargeMandateFlow: Flow<MandateCharge> = {
  name: "charge",
  async review({ client, account, t }, { mandate, amount }) {
    const terms = mandateTermsOf(client, mandate, t);
    const prepared = await charge.prepare(client, { mandate: terms, amount });
    await prepared.simulate();
    const { chargeable } = await readMandate(client, terms);
    const fee = feeOf(amount, terms.feeBps);
    const text = t.dealFlows.charge;
    const isOwn = account === terms.payee;
    return {
      title: text.title,
      lines: [
        amountLine(isOwn ? t.flow.arrives : t.dealFlows.release.receives, amount - fee, isOwn ? "arrives" : "fact"),
        ...(isOwn ? [] : [accountLine(t.deals.roles.payee, terms.payee)]),
        accountLine(t.deals.roles.payer, terms.payer),
        amountLine(t.dealFlows.feeOf(percent(terms.feeBps)), fee, "fee"),
        amountLine(text.rest, chargeable - amount),
      ],
      steps: [{ kind: "transaction", label: text.title, ...prepared }],
      done: () => ({
        text: isOwn ? text.done(inScv(amount - fee)) : t.dealFlows.claim.done(inScv(amount - fee), false),
        next: toMandate(mandate, t),
      }),
    };
  },
};
