import { vote, voteMany, type Choice } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Votes } from "../ui/Votes.tsx";

/** Votes on many proposals with one transaction. */
export const voteManyFlow: Flow<{ choices: readonly Choice[] }> = {
  name: "voteMany",
  async review({ client, t }, { choices }) {
    const text = t.dao;
    const prepared = await voteMany.prepare(client, choices);
    await prepared.simulate();
    const weights = await Promise.all(choices.map((choice) => vote.simulate(client, choice)));
    const title = text.ballotTitle(choices.length);
    return {
      title,
      lines: choices.map(({ proposalId, support }, index) => ({
        label: text.proposal(String(proposalId)),
        value: [`${text.support[support]} · `, createElement(Votes, { key: "", value: weights[index] ?? 0n })],
      })),
      warnings: [text.voteFinal],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: text.ballotDone(choices.length) }),
    };
  },
};
