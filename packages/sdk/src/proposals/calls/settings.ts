import type { Client } from "../../core/client.js";
import type { ContractName } from "../../core/names.js";
import { callOf, type ProposalCall } from "./call.js";

/** A new delay or period. */
export interface Duration {
  seconds: bigint;
}

/** Creates coins. `amount` in base units of SCV. @throws ServiceCoinError `InvalidArgument` */
export function mintCall(client: Client, { to, amount }: { to: string; amount: bigint }): ProposalCall {
  return callOf(client, "ServiceCoin", () => client.coin.interface.encodeFunctionData("mint", [to, amount]));
}

/** Sets what the hub takes of each payment of new deals: basis points, up to 100. @throws ServiceCoinError `InvalidArgument` */
export function setFeeCall(client: Client, { feeBps }: { feeBps: bigint }): ProposalCall {
  return callOf(client, "PaymentHub", () => client.hub.interface.encodeFunctionData("setFee", [feeBps]));
}

/** Time from proposal to vote: 1 hour to 30 days. @throws ServiceCoinError `InvalidArgument` */
export function setVotingDelayCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setVotingDelay", [seconds]));
}

/** Time in which to vote: 1 hour to 60 days. @throws ServiceCoinError `InvalidArgument` */
export function setVotingPeriodCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setVotingPeriod", [seconds]));
}

/**
 * Time that a vote stays open at least after its quorum is reached: up to the voting period.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setLateQuorumVoteExtensionCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setLateQuorumVoteExtension", [seconds]));
}

/** Time from `queue` to `execute`: 1 hour to 30 days. @throws ServiceCoinError `InvalidArgument` */
export function setExecutionDelayCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setExecutionDelay", [seconds]));
}

/** Time after which what was passed expires: 1 to 90 days. @throws ServiceCoinError `InvalidArgument` */
export function setGracePeriodCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setGracePeriod", [seconds]));
}

/** Votes that proposing takes: base units, up to 5 % of what is locked. @throws ServiceCoinError `InvalidArgument` */
export function setProposalThresholdCall(client: Client, { votes }: { votes: bigint }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setProposalThreshold", [votes]));
}

/** Share of what is locked that must vote for or abstain: percent, up to 30. @throws ServiceCoinError `InvalidArgument` */
export function updateQuorumNumeratorCall(client: Client, { percent }: { percent: bigint }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("updateQuorumNumerator", [percent]));
}

/**
 * Votes for or abstaining that it takes however little is locked: base units, up to 30 % of what is locked.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setQuorumFloorCall(client: Client, { votes }: { votes: bigint }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setQuorumFloor", [votes]));
}

/** Who may cancel proposals until `guardianUntil`; the zero address for nobody. @throws ServiceCoinError `InvalidArgument` */
export function setProposalGuardianCall(client: Client, { guardian }: { guardian: string }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setProposalGuardian", [guardian]));
}

/** Gives a contract of the DAO away, for ever. @throws ServiceCoinError `InvalidArgument` */
export function transferOwnershipCall(
  client: Client,
  {
    contract,
    newOwner,
  }: { contract: Extract<ContractName, "ServiceCoin" | "Treasury" | "PaymentHub">; newOwner: string },
): ProposalCall {
  // All three inherit the same function.
  return callOf(client, contract, () => client.coin.interface.encodeFunctionData("transferOwnership", [newOwner]));
}

function daoCall(client: Client, encode: () => string): ProposalCall {
  return callOf(client, "ServiceDAO", encode);
}
