import { keccak256, type EventFragment } from "ethers";
import { bytesOfStrings, INTERFACES } from "@servicecoin/sdk/internal";
import type { Row } from "../store/schema.js";
import { ignored, type Context, type Handlers } from "./event.js";
import { MissingEntity } from "./missingLogs.js";
import { changeSetting } from "./settings.js";

type Proposal = Row<"proposals">;

export const serviceDao: Handlers<"ServiceDAO"> = {
  ProposalCreated({ proposalId, proposer, targets, values, calldatas, voteStart, voteEnd, description }, context) {
    const calls = targets.map((target, index) => ({
      target,
      value: String(values[index]),
      data: calldatas[index],
    }));
    const none = { queuedAt: null, executedAt: null, canceledAt: null, eta: null };
    context.put("proposals", {
      ...{ id: String(proposalId), proposer, description, calls: JSON.stringify(calls) },
      ...{ voteStart: Number(voteStart), voteEnd: Number(voteEnd), extended: 0 },
      ...{ againstVotes: 0n, forVotes: 0n, abstainVotes: 0n, voters: 0, ...none },
      ...{ createdAt: context.time, createdIn: context.transactionHash, createdBlock: context.block },
      descriptionHash: hashOfDescription(context.data),
    });
  },
  VoteCast(args, context) {
    vote(context, args);
  },
  VoteCastWithParams(args, context) {
    vote(context, args);
  },
  ProposalExtended({ proposalId, extendedDeadline }, context) {
    change(context, proposalId, () => ({ voteEnd: Number(extendedDeadline), extended: 1 }));
  },
  ProposalQueued({ proposalId, etaSeconds }, context) {
    change(context, proposalId, () => ({ queuedAt: context.time, eta: Number(etaSeconds) }));
  },
  ProposalExecuted({ proposalId }, context) {
    change(context, proposalId, () => ({ executedAt: context.time }));
  },
  ProposalCanceled({ proposalId }, context) {
    change(context, proposalId, () => ({ canceledAt: context.time }));
  },
  VotingDelaySet: setting("votingDelay", "newVotingDelay"),
  VotingPeriodSet: setting("votingPeriod", "newVotingPeriod"),
  ProposalThresholdSet: setting("proposalThreshold", "newProposalThreshold"),
  QuorumNumeratorUpdated: setting("quorumNumerator", "newQuorumNumerator"),
  LateQuorumVoteExtensionSet: setting("lateQuorumVoteExtension", "newVoteExtension"),
  ProposalGuardianSet: setting("proposalGuardian", "newProposalGuardian"),
  ExecutionDelaySet: setting("executionDelay", "newExecutionDelay"),
  GracePeriodSet: setting("gracePeriod", "newGracePeriod"),
  QuorumFloorSet: setting("quorumFloor", "newQuorumFloor"),
  EIP712DomainChanged: ignored("the domain is constant"),
};

/** The hash that the DAO computes, which for a text that is not UTF-8 is not that of the text as it is shown. */
function hashOfDescription(data: string): string {
  const { inputs } = INTERFACES.ServiceDAO.getEvent("ProposalCreated") as EventFragment;
  return keccak256(bytesOfStrings(inputs, data)["description"] as string);
}

function setting<Argument extends string>(name: string, argument: Argument) {
  return (args: Record<Argument, bigint | string>, context: Context): void => {
    changeSetting(context, "ServiceDAO", name, args[argument]);
  };
}

function change(context: Context, id: bigint, changes: (proposal: Readonly<Proposal>) => Partial<Proposal>): void {
  const proposal = context.get("proposals", { id: String(id) });
  if (proposal === undefined) throw new MissingEntity("proposal", String(id));
  context.put("proposals", { ...proposal, ...changes(proposal) });
}

interface Ballot {
  voter: string;
  proposalId: bigint;
  support: bigint;
  weight: bigint;
  reason: string;
}

/** The options of `support`, by number. */
const TALLIES = ["againstVotes", "forVotes", "abstainVotes"] as const;

function vote(context: Context, { voter, proposalId, support, weight, reason }: Ballot): void {
  const option = Number(support);
  const tally = TALLIES[option];
  change(context, proposalId, (proposal) => ({
    voters: proposal.voters + 1,
    ...(tally !== undefined && { [tally]: proposal[tally] + weight }),
  }));
  context.add("votes", { proposalId: String(proposalId), voter, support: option, weight, reason });
}
