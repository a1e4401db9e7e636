import { voteMany, type Choice } from "@servicecoin/sdk";
import type { Flow } from "../flow/flow.ts";
import { choiceLines } from "./choiceLines.ts";

/** Votes on many proposals with one transaction. */
export const voteManyFlow: Flow<{ choices: readonly Choice[] }> = {
  name: "voteMany",
  async review(context, { choices }) {
    const { client, t } = context;
    const text = t.dao;
    const prepared = await voteMany.prepare(client, choices);
    await prepared.simulate();
    const title = text.ballotTitle(choices.length);
    return {
      title,
      lines: await choiceLines(context, choices),
      warnings: [text.voteFinal],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: text.ballotDone(choices.length) }),
    };
  },
};
