import { parseEther, ZeroAddress } from "ethers";
import type { UniswapAddresses } from "./uniswap.js";

/**
 * The receiver of an allocation: the treasury; the first members, in equal parts to the addresses in the environment
 * variable SERVICECOIN_MEMBERS, separated by commas; an account of the node by its index; or an address. Never the
 * deployer, whose key must keep no power: coins can be locked to vote.
 */
export type Allocatee = "treasury" | "members" | number | `0x${string}`;

/** The parameters of a deployment. Amounts are base units of SCV, durations are seconds. */
export interface Parameters {
  /** The initial distribution. The sum is the initial supply. */
  allocations: { to: Allocatee; amount: bigint }[];
  /** Upper limit of the total supply. At most 2**96 - 1; above 2**84 - 1 not all coins can be locked. */
  maxSupply: bigint;
  votingDelay: number;
  votingPeriod: number;
  /** Minimum time between reaching quorum and the end of the vote. At most the voting period. */
  lateQuorumExtension: number;
  executionDelay: number;
  gracePeriod: number;
  /** Votes required to propose. */
  proposalThreshold: bigint;
  /** Share of all locked SCV that must vote for or abstain. */
  quorumPercent: number;
  /** Minimum votes for or abstaining that a proposal needs, even if little SCV is locked. */
  quorumFloor: bigint;
  /** Account that may cancel proposals until `guardianUntil`: index of an account of the node, address, or zero. */
  guardian: number | `0x${string}`;
  /** Unix time. */
  guardianUntil: number;
  /** Where Uniswap V2 is on the chain, or "place" for a local chain, on which the deployment places it. */
  uniswap: UniswapAddresses | "place";
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** For public chains, apart from the addresses of Uniswap there. */
const PUBLIC_PARAMETERS: Omit<Parameters, "uniswap"> = {
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

/** For local chains: the members are accounts of the node, and a proposal passes within a minute. */
export const LOCAL_PARAMETERS: Parameters = {
  ...PUBLIC_PARAMETERS,
  allocations: [
    { to: "treasury", amount: parseEther("20") },
    ...[1, 2, 3, 4].map((account) => ({ to: account, amount: parseEther("16") })),
    // With 100 SCV for the trading pair: a first purchase of 1 SCV then moves the price by 1 %.
    { to: 5, amount: parseEther("116") },
  ],
  votingDelay: 2,
  votingPeriod: 20,
  lateQuorumExtension: 5,
  executionDelay: 5,
  gracePeriod: 7 * DAY,
  guardian: 6,
  guardianUntil: Date.UTC(2100, 0, 1) / 1000,
  uniswap: "place",
};

/** As in the documentation of Uniswap V2; wrapped ether is that of the router. The deployment checks all three. */
const UNISWAP_ON_SEPOLIA: UniswapAddresses = {
  weth: "0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14",
  factory: "0xF62c03E08ada871A0bEb309762E260a7a6a880E6",
  router: "0xeE567Fe1712Faf6149d80dA1E6934E354124CfE3",
};

/** Parameters by the name of the network in hardhat.config.ts. `default` is the in-process chain. */
export const PARAMETERS: Readonly<Record<string, Parameters>> = {
  default: LOCAL_PARAMETERS,
  localhost: LOCAL_PARAMETERS,
  sepolia: { ...PUBLIC_PARAMETERS, uniswap: UNISWAP_ON_SEPOLIA },
};
