import { vote, type Choice } from "@servicecoin/sdk";
import { createElement } from "react";
import type { FlowContext, ReviewLine } from "../flow/flow.ts";
import { Votes } from "../ui/Votes.tsx";

/** A line for each choice, with the votes that it has. @throws ServiceCoinError what a contract would reject */
export async function choiceLines({ client, t }: FlowContext, choices: readonly Choice[]): Promise<ReviewLine[]> {
  const weights = await Promise.all(choices.map((choice) => vote.simulate(client, choice)));
  return choices.map(({ proposalId, support }, index) => ({
    label: t.dao.proposal(String(proposalId)),
    value: [`${t.dao.support[support]} · `, createElement(Votes, { key: "", value: weights[index] ?? 0n })],
  }));
}
