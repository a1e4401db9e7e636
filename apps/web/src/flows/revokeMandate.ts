import { revokeMandate } from "@servicecoin/sdk";
import type { IndexedMandate } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { duration } from "../ui/format.ts";
import { accountLine, amountLine, mandateTermsOf, toMandate } from "./dealTerms.ts";

/** Ends a mandate. */
export const revokeMandateFlow: Flow<{ mandate: IndexedMandate }> = {
  name: "revokeMandate",
  async review({ client, t }, { mandate }) {
    const terms = mandateTermsOf(client, mandate, t);
    const prepared = await revokeMandate.prepare(client, { mandate: terms });
    await prepared.simulate();
    const { revoke, mandate: text } = t.dealFlows;
    return {
      title: revoke.title,
      lines: [
        accountLine(t.deals.roles.payer, terms.payer),
        accountLine(t.deals.roles.payee, terms.payee),
        amountLine(text.limit(duration(mandate.period, t)), terms.limit),
      ],
      warnings: [revoke.final],
      steps: [{ kind: "transaction", label: revoke.title, ...prepared }],
      done: () => ({ text: revoke.done, next: toMandate(mandate, t) }),
    };
  },
};
