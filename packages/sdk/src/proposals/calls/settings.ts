import type { Client } from "../../core/client.js";
import type { ContractName } from "../../core/contracts.js";
import { callOf, type ProposalCall } from "./call.js";

/** A new delay or period. */
export interface Duration {
  seconds: bigint;
}

/** Creates coins. `amount` in base units of SCV. @throws ServiceCoinError `InvalidArgument` */
export function mintCall(client: Client, { to, amount }: { to: string; amount: bigint }): ProposalCall {
  return callOf(client, "ServiceCoin", () => client.coin.interface.encodeFunctionData("mint", [to, amount]));
}

/**
 * Sets the hub's fee on payments of new deals, in basis points, at most 100.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setFeeCall(client: Client, { feeBps }: { feeBps: bigint }): ProposalCall {
  return callOf(client, "PaymentHub", () => client.hub.interface.encodeFunctionData("setFee", [feeBps]));
}

/**
 * Sets the fee on the principal of new loans, in basis points, at most 100.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setLoanFeeCall(client: Client, { feeBps }: { feeBps: bigint }): ProposalCall {
  return callOf(client, "Credit", () => client.credit.interface.encodeFunctionData("setFee", [feeBps]));
}

/** Sets the time from proposal to vote: 1 hour to 30 days. @throws ServiceCoinError `InvalidArgument` */
export function setVotingDelayCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setVotingDelay", [seconds]));
}

/** Sets the voting period: 1 hour to 60 days. @throws ServiceCoinError `InvalidArgument` */
export function setVotingPeriodCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setVotingPeriod", [seconds]));
}

/**
 * Sets the minimum time that voting stays open after the quorum is reached: at most the voting period.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setLateQuorumVoteExtensionCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setLateQuorumVoteExtension", [seconds]));
}

/** Sets the time from `queue` to `execute`: 1 hour to 30 days. @throws ServiceCoinError `InvalidArgument` */
export function setExecutionDelayCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setExecutionDelay", [seconds]));
}

/** Sets the time after which a passed proposal expires: 1 to 90 days. @throws ServiceCoinError `InvalidArgument` */
export function setGracePeriodCall(client: Client, { seconds }: Duration): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setGracePeriod", [seconds]));
}

/**
 * Sets the voting power that a proposal requires: base units, at most 5 % of what is locked.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setProposalThresholdCall(client: Client, { votes }: { votes: bigint }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setProposalThreshold", [votes]));
}

/**
 * Sets the share of what is locked that must vote for or abstain: percent, at most 30.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function updateQuorumNumeratorCall(client: Client, { percent }: { percent: bigint }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("updateQuorumNumerator", [percent]));
}

/**
 * Sets the minimum of votes for and abstentions, however little is locked: base units, at most 30 % of what is locked.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setQuorumFloorCall(client: Client, { votes }: { votes: bigint }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setQuorumFloor", [votes]));
}

/**
 * Sets the account that may cancel proposals until `guardianUntil`; the zero address for nobody.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setProposalGuardianCall(client: Client, { guardian }: { guardian: string }): ProposalCall {
  return daoCall(client, () => client.dao.interface.encodeFunctionData("setProposalGuardian", [guardian]));
}

/** Transfers the ownership of a contract of the DAO, permanently. @throws ServiceCoinError `InvalidArgument` */
export function transferOwnershipCall(
  client: Client,
  {
    contract,
    newOwner,
  }: { contract: Extract<ContractName, "ServiceCoin" | "Treasury" | "PaymentHub" | "Credit">; newOwner: string },
): ProposalCall {
  // All of them inherit the same function.
  return callOf(client, contract, () => client.coin.interface.encodeFunctionData("transferOwnership", [newOwner]));
}

function daoCall(client: Client, encode: () => string): ProposalCall {
  return callOf(client, "ServiceDAO", encode);
}
