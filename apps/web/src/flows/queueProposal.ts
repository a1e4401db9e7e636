import { queueProposal } from "@servicecoin/sdk";
import type { Flow } from "../flow/flow.ts";
import { duration } from "../ui/format.ts";
import { dateOf } from "../ui/Time.tsx";
import { referenceOf, type StagedProposal } from "./stagedProposal.ts";

/** Starts the execution delay of a proposal that has passed. */
export const queueProposalFlow: Flow<StagedProposal> = {
  name: "queueProposal",
  async review({ client, t }, proposal) {
    const text = t.dao;
    const [delay, prepared] = await Promise.all([
      client.dao.executionDelay(),
      queueProposal.prepare(client, referenceOf(proposal)),
    ]);
    await prepared.simulate();
    const title = text.queueTitle(proposal.id);
    return {
      title,
      lines: [
        { label: text.queueStarts, value: duration(Number(delay), t) },
        { label: text.whoMay, value: text.anyone },
      ],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: ([sent]) => ({
        text: text.queued(dateOf(Number((sent as { executableAt: bigint }).executableAt))),
      }),
    };
  },
};
