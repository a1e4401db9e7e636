import { parseEther, ZeroAddress } from "ethers";

/**
 * Where coins of the initial supply go: the treasury, the first members (in equal parts to the addresses in the environment
 * variable SERVICECOIN_MEMBERS, separated by commas), the n-th account of the node, or an address. Never the deployer, whose
 * key keeps no power: coins can be locked to vote.
 */
export type Allocatee = "treasury" | "members" | number | `0x${string}`;

/** What a system is deployed with. Amounts are base units of SCV, times are seconds. */
export interface Parameters {
  /** Coins that exist at the start; their sum is the initial supply. */
  allocations: { to: Allocatee; amount: bigint }[];
  /** Coins that can exist at the same time. At most 2**96 - 1; of more than 2**84 - 1 not all can be locked. */
  maxSupply: bigint;
  votingDelay: number;
  votingPeriod: number;
  /** Time that a vote stays open at least after quorum is reached; at most the voting period. */
  lateQuorumExtension: number;
  executionDelay: number;
  gracePeriod: number;
  /** Votes that a proposer needs. */
  proposalThreshold: bigint;
  /** Share of all locked SCV that must vote for or abstain. */
  quorumPercent: number;
  /** Votes for or abstaining that a proposal needs however little is locked. */
  quorumFloor: bigint;
  /** Account that may cancel proposals until `guardianUntil`: an account of the node by number, an address, or zero. */
  guardian: number | `0x${string}`;
  /** Seconds since 1970. */
  guardianUntil: number;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** For public chains. */
const publicChain: Parameters = {
  allocations: [
    { to: "treasury", amount: parseEther("50") },
    { to: "members", amount: parseEther("50") },
  ],
  maxSupply: parseEther("10000000"),
  votingDelay: 1 * DAY,
  votingPeriod: 5 * DAY,
  lateQuorumExtension: 2 * DAY,
  executionDelay: 2 * DAY,
  gracePeriod: 14 * DAY,
  proposalThreshold: parseEther("0.5"),
  quorumPercent: 4,
  quorumFloor: parseEther("10"),
  guardian: ZeroAddress as `0x${string}`,
  guardianUntil: 0,
};

/** For chains on this machine: members are accounts of the node, and a proposal passes within a minute. */
const localChain: Parameters = {
  ...publicChain,
  allocations: [
    { to: "treasury", amount: parseEther("20") },
    ...[1, 2, 3, 4, 5].map((account) => ({ to: account, amount: parseEther("16") })),
  ],
  votingDelay: 2,
  votingPeriod: 20,
  lateQuorumExtension: 5,
  executionDelay: 5,
  gracePeriod: 7 * DAY,
  guardian: 6,
  guardianUntil: Date.UTC(2100, 0, 1) / 1000,
};

/** Parameters by the network's name in hardhat.config.ts. `default` is the in-process chain. */
export const PARAMETERS: Readonly<Record<string, Parameters>> = {
  default: localChain,
  localhost: localChain,
  sepolia: publicChain,
};
