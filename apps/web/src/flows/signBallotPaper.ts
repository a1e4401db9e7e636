import { signBallotPaper, voteMany, type Choice } from "@servicecoin/sdk";
import type { Flow } from "../flow/flow.ts";
import { choiceLines } from "./choiceLines.ts";
import { reviewOfSigning } from "./signing.tsx";

/** Signs votes on many proposals that somebody else sends. */
export const signBallotPaperFlow: Flow<{ choices: readonly Choice[] }> = {
  name: "signBallotPaper",
  async review(context, { choices }) {
    const { client, t } = context;
    await voteMany.simulate(client, choices);
    return reviewOfSigning(context, {
      kind: "ballotPaper",
      title: t.gasless.titles.ballotPaper(choices.length),
      lines: await choiceLines(context, choices),
      validUntil: t.gasless.untilVoteEnds,
      warnings: [t.gasless.onePaper],
      sign: async () => ({ kind: "ballotPaper", signed: await signBallotPaper(client, choices) }),
    });
  },
};
