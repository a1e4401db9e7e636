import { listProposals, readProposal, refreshProposal } from "@servicecoin/sdk";
import type { Client, Proposal, ProposalCall } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { fields, whole } from "@servicecoin/daemon";
import type { Look } from "../look.js";
import { rule } from "./rule.js";

/** States in which a proposal can still be executed. */
const ALIVE = ["pending", "active", "succeeded", "queued"] as const;

/** Functions that change who decides, by which rules, and who may move money. */
const POWERS = new Set([
  ...["transferOwnership", "setProposalGuardian", "setVotingDelay", "setVotingPeriod", "setLateQuorumVoteExtension"],
  ...["setExecutionDelay", "setGracePeriod", "setProposalThreshold", "updateQuorumNumerator", "setQuorumFloor"],
  ...["setBudget", "setCap", "setFee", "mint", "relay", "execute"],
]);

/** Tells of proposals that would change power, while there is time to react. */
export const powerProposals = rule({
  name: "powerProposals",
  title: "A proposal that would change power can still pass",
  severity: "warning",
  settings: fields({ last: whole(1, 1_000, "proposals to look at").default(50) }),
  find: async (look, { last }) => {
    const proposals = await readAlive(look, last);
    return proposals.flatMap(({ proposalId, state, calls, closesAt, executableAt }) => {
      const powers = calls.filter(changesPower);
      if (powers.length === 0) return [];
      const words = powers.map(({ summary }) => summary).join("; ");
      return [
        {
          cause: String(proposalId),
          message: `Proposal ${proposalId} (${state}) would change power: ${words}.`,
          facts: {
            ...{ proposal: String(proposalId), state, calls: words, closesAt: Number(closesAt) },
            ...(executableAt !== undefined && { executableAt: Number(executableAt) }),
          },
        },
      ];
    });
  },
});

/** Proposals that could still pass at an earlier look, so that not every look reads all of the past. */
const remembered = new WeakMap<Client, { block: number; proposals: readonly Proposal[] }>();

async function readAlive({ client, since, at, events }: Look, last: number): Promise<readonly Proposal[]> {
  // From the chain: a monitor does not believe an index.
  const chain = { ...client, indexer: undefined };
  const before = remembered.get(client);
  const created = events.flatMap((event) => (event.name === "ProposalCreated" ? event.args.proposalId : []));
  const all =
    before === undefined || before.block !== since
      ? await listProposals(chain, { last })
      : await Promise.all([
          ...before.proposals.map((proposal) => refreshProposal(chain, proposal)),
          ...created.map((proposalId) => readProposal(chain, proposalId)),
        ]);
  const proposals = all.filter(({ state }) => ALIVE.some((alive) => alive === state));
  remembered.set(client, { block: at.block, proposals });
  return proposals;
}

function changesPower({ data, summary }: ProposalCall): boolean {
  if (summary.includes("NOT DECODED")) return true;
  const known = Object.values(INTERFACES).flatMap((contract) => contract.getFunction(data.slice(0, 10))?.name ?? []);
  return known.some((name) => POWERS.has(name));
}
