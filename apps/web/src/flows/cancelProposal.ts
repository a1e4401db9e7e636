import { cancelProposal } from "@servicecoin/sdk";
import type { Flow } from "../flow/flow.ts";
import { referenceOf, type StagedProposal } from "./stagedProposal.ts";

/** Cancels a proposal, for good. */
export const cancelProposalFlow: Flow<StagedProposal> = {
  name: "cancelProposal",
  async review({ client, t }, proposal) {
    const text = t.dao;
    const prepared = await cancelProposal.prepare(client, referenceOf(proposal));
    await prepared.simulate();
    const title = text.cancelTitle(proposal.id);
    return {
      title,
      lines: [],
      warnings: [text.cancelWarning],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: text.canceledDone(proposal.id), next: { to: "/dao", label: text.toProposals } }),
    };
  },
};
