import { vote, type Support } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Votes } from "../ui/Votes.tsx";

/** A vote on one proposal. */
export interface VoteToCast {
  proposalId: bigint;
  support: Support;
  /** Empty for none. */
  reason: string;
}

/** Votes on a proposal. */
export const voteFlow: Flow<VoteToCast> = {
  name: "vote",
  async review({ client, t }, { proposalId, support, reason }) {
    const text = t.dao;
    const prepared = await vote.prepare(client, { proposalId, support, ...(reason !== "" && { reason }) });
    const weight = await prepared.simulate();
    const title = text.voteTitle(String(proposalId));
    return {
      title,
      lines: [
        { label: text.choice, value: text.support[support], kind: "arrives" },
        { label: text.weight, value: createElement(Votes, { value: weight }) },
        ...(reason === "" ? [] : [{ label: text.reasonPublic, value: reason }]),
      ],
      warnings: [text.voteFinal],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: text.voted(text.support[support]) }),
    };
  },
};
