import { isServiceCoinError, propose, type Client } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import type { Intent } from "./drafts.ts";
import { Votes } from "../ui/Votes.tsx";
import { dateOf } from "../ui/Time.tsx";
import { Summary } from "../ui/Summary.tsx";
import { isPayment, paymentsOf, tryCalls, type PlannedCall } from "./consequences.ts";
import { callsFor, timeNow } from "./proposedCalls.ts";

/** A proposal to make. */
export interface ProposalToMake {
  intents: readonly Intent[];
  title: string;
  /** Empty for none. */
  body: string;
}

/** Makes a proposal, which only this account can make: nobody else can be first with it. */
export const proposeFlow: Flow<ProposalToMake> = {
  name: "propose",
  async review(context, { intents, title, body }) {
    const { client, t } = context;
    const text = t.propose;
    const planned = (await Promise.all(intents.map((intent) => callsOf(client, intent)))).flat();
    const calls = planned.map(({ call }) => call);
    const description = body === "" ? title : `${title}\n\n${body}`;
    const prepared = await propose.prepare(client, { calls, description, exclusive: true });
    try {
      await prepared.simulate();
    } catch (error) {
      if (!isServiceCoinError(error, "GovernorUnexpectedProposalState")) throw error;
      throw new Error(text.madeBefore(String(error.args.proposalId)), { cause: error });
    }
    const { dao } = client;
    const [clock, delay, period, execution, payments, faults] = await Promise.all([
      dao.clock(),
      dao.votingDelay(),
      dao.votingPeriod(),
      dao.executionDelay(),
      paymentsOf(client, intents, t),
      tryCalls(context, planned),
    ]);
    // What the balance and the caps say is clearer than what the trial says about the same payment.
    const isSaid = (index: number) => payments.warnings.length > 0 && isPayment(planned[index]?.intent);
    const failures = faults.flatMap((fault, index) =>
      fault === undefined || isSaid(index) ? [] : [text.wouldFail(index + 1, fault)],
    );
    const quorum = await dao.quorum(clock - 1n);
    const opens = timeNow(clock) + delay;
    return {
      title: text.flowTitle,
      lines: [
        { label: text.heading, value: title },
        ...calls.map(({ summary }, index) => ({
          label: text.step(index + 1, calls.length),
          value: planned[index]?.intent.kind === "text" ? text.nothing : createElement(Summary, { text: summary }),
        })),
        ...payments.lines,
        ...(faults.every((fault) => fault === undefined) ? [{ label: text.tried, value: text.works }] : []),
        { label: text.opens, value: dateOf(Number(opens)) },
        { label: text.closes, value: dateOf(Number(opens + period)) },
        { label: text.earliest, value: dateOf(Number(opens + period + execution)) },
        { label: text.needs, value: createElement(Votes, { value: quorum }) },
      ],
      warnings: [...payments.warnings, ...failures],
      steps: [{ kind: "transaction", label: text.flowTitle, ...prepared }],
      done: ([sent]) => {
        const id = String((sent as { proposalId: bigint }).proposalId);
        return { text: text.done(id, dateOf(Number(opens))), next: { to: `/proposals/${id}`, label: text.see } };
      },
    };
  },
};

/** The calls of an action. Only the first can be tried alone. */
async function callsOf(client: Client, intent: Intent): Promise<PlannedCall[]> {
  const calls = await callsFor(client, intent);
  return calls.map((call, index) => ({ intent, call, isFirst: index === 0 }));
}
