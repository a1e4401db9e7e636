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
  async review({ client, t }, { mandate, amount }) {
    const terms = mandateTermsOf(client, mandate, t);
    const prepared = await charge.prepare(client, { mandate: terms, amount });
    await prepared.simulate();
    const { chargeable } = await readMandate(client, terms);
    const fee = feeOf(amount, terms.feeBps);
    const text = t.dealFlows.charge;
    return {
      title: text.title,
      lines: [
        amountLine(t.flow.arrives, amount - fee, "arrives"),
        accountLine(t.deals.roles.payer, terms.payer),
        amountLine(t.dealFlows.feeOf(percent(terms.feeBps)), fee, "fee"),
        amountLine(text.rest, chargeable - amount),
      ],
      steps: [{ kind: "transaction", label: text.title, ...prepared }],
      done: () => ({ text: text.done(inScv(amount - fee)), next: toMandate(mandate, t) }),
    };
  },
};
