import { signVote, vote } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Votes } from "../ui/Votes.tsx";
import { reviewOfSigning } from "./signing.tsx";
import type { VoteToCast } from "./vote.ts";

/** Signs a vote that somebody else sends. */
export const signVoteFlow: Flow<VoteToCast> = {
  name: "signVote",
  async review(context, { proposalId, support, reason }) {
    const { client, t } = context;
    const weight = await vote.simulate(client, { proposalId, support });
    return reviewOfSigning(context, {
      kind: "vote",
      title: t.gasless.titles.vote(String(proposalId)),
      lines: [
        { label: t.dao.choice, value: t.dao.support[support], kind: "arrives" },
        { label: t.dao.weight, value: createElement(Votes, { value: weight }) },
      ],
      validUntil: t.gasless.untilVoteEnds,
      warnings: reason === "" ? [] : [t.gasless.noReason],
      sign: async () => ({ kind: "vote", signed: await signVote(client, { proposalId, support }) }),
    });
  },
};
