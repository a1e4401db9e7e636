import { executeProposal } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Summary } from "../ui/Summary.tsx";
import { referenceOf, type StagedProposal } from "./stagedProposal.ts";

/** Does what a proposal says. What would fail is shown instead of being signed. */
export const executeProposalFlow: Flow<StagedProposal> = {
  name: "executeProposal",
  async review({ client, t }, proposal) {
    const text = t.dao;
    const prepared = await executeProposal.prepare(client, referenceOf(proposal));
    await prepared.simulate();
    const title = text.executeTitle(proposal.id);
    return {
      title,
      lines: [
        ...proposal.calls.map(({ summary }, index) => ({
          label: `${text.executesCalls} ${index + 1}`,
          value: createElement(Summary, { text: summary }),
        })),
        { label: text.whoMay, value: text.anyone },
      ],
      warnings: [text.executeAll],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: text.executedDone(proposal.id), next: { to: "/treasury", label: t.shell.nav.treasury } }),
    };
  },
};
