import { acceptMandate, approve, draftMandate, readAllowance } from "@servicecoin/sdk";
import type { Flow, Step } from "../flow/flow.ts";
import { dateOf } from "../ui/Time.tsx";
import { duration, inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine } from "./dealTerms.ts";

/** Terms on which a payee may charge. */
export interface MandateToAccept {
  payee: string;
  /** Base units of SCV per period. */
  limit: bigint;
  /** Seconds. */
  period: bigint;
  periods: bigint;
}

/** Lets a payee charge up to a limit per period, and the hub take that from the account. */
export const acceptMandateFlow: Flow<MandateToAccept> = {
  name: "acceptMandate",
  async review({ client, account, t }, { payee, limit, period, periods }) {
    const draft = await draftMandate(client, { payee, limit, period });
    const mandate = { ...draft, end: draft.start + period * periods };
    const prepared = await acceptMandate.prepare(client, { mandate });
    await prepared.simulate();
    const text = t.dealFlows.mandate;
    const most = limit * periods;
    const spender = client.addresses.PaymentHub;
    const allowance = await readAllowance(client, { owner: account, spender });
    const accept: Step = { kind: "transaction", label: text.title, ...prepared };
    const approval = await approve.prepare(client, { spender, amount: most });
    const allow: Step = { kind: "transaction", label: text.allow(inScv(most)), ...approval };
    const until = dateOf(Number(mandate.end));
    return {
      title: text.title,
      lines: [
        accountLine(t.deals.roles.payee, payee),
        amountLine(text.limit(duration(Number(period), t)), limit),
        amountLine(text.most, most),
        { label: t.deals.ends, value: until },
        { label: t.flow.serviceFee, value: percent(mandate.feeBps), kind: "fee" },
        { label: text.stop, value: text.stopHint },
      ],
      warnings: [text.noEscrow],
      steps: allowance >= most ? [accept] : [allow, accept],
      done: (outcomes) => ({
        text: text.done(until),
        next: { to: `/mandates/${(outcomes.at(-1) as { mandateId: string }).mandateId}`, label: t.deals.toMandate },
      }),
    };
  },
};
