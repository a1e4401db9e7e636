import type { ContractName } from "@servicecoin/sdk";
import { concat, type ContractDeployTransaction } from "ethers";
import hre from "hardhat";
import type { Plan } from "../../ignition/plan.js";
import { UNISWAP } from "../../ignition/uniswap.js";
import type { Connection } from "./chain.js";
import { estimateGas } from "./estimateGas.js";
import { highestGasPrice } from "./gasPrice.js";

/**
 * Measured: 51,609 for the treasury, 147,272 for a batch of five accounts, 29,142 for the transfer of ownership. On
 * chains where state costs gas of its own (EIP-8037) a new holder of coins costs up to 133,000.
 */
const GAS_PER_PAYOUT = 135_000n;
const GAS_OF_HAND_OVER = 30_000n;

/**
 * Creating the checkout also creates the pair. Measured beyond the code of both: 43,000, and 771,000 where state costs
 * gas of its own.
 */
const GAS_OF_PAIR_STORAGE = 1_000_000n;

/** Estimates the maximum cost of the deployment in wei, at the fee that Ignition would offer now. */
export async function estimateCost(connection: Connection, plan: Plan, from: string): Promise<bigint> {
  const { ethers } = connection;
  let gas = GAS_OF_HAND_OVER + GAS_PER_PAYOUT * BigInt(plan.payouts.length + 1);
  for (const { data } of Object.values(await creationsOf(ethers, plan, from))) {
    gas += BigInt(await estimateGas(connection.provider, [{ from, data }]));
  }
  for (const data of await runtimesOf(plan)) gas += BigInt(await estimateGas(connection.provider, [{ from, data }]));
  gas += GAS_OF_PAIR_STORAGE;
  return gas * (await highestGasPrice(connection));
}

/** Contracts whose constructors call others, which are not there yet: only their code is estimated. */
const CALLING = { Checkout: true, PairLiquidity: true } as const;

/** Creation code that returns what follows it: 11 bytes that copy the rest to memory. */
const RETURN_REST = "0x600b380380600b5f395ff3";

/** Builds creations of the code of these contracts and their pair, and of Uniswap where it is placed. */
async function runtimesOf({ uniswap }: Plan): Promise<string[]> {
  const artifacts = await Promise.all(Object.keys(CALLING).map((name) => hre.artifacts.readArtifact(name)));
  const { UniswapV2Pair, ...placed } = UNISWAP;
  const codes = [...artifacts, UniswapV2Pair, ...(uniswap === undefined ? Object.values(placed) : [])];
  return codes.map(({ deployedBytecode }) => concat([RETURN_REST, deployedBytecode]));
}

/** Builds the other creation transactions. The deployer's address replaces addresses that are not known yet. */
async function creationsOf(
  ethers: Connection["ethers"],
  { initialSupply, maxSupply, settings }: Plan,
  from: string,
): Promise<Record<Exclude<ContractName, keyof typeof CALLING>, ContractDeployTransaction>> {
  return {
    ServiceCoin: await (
      await ethers.getContractFactory("ServiceCoin")
    ).getDeployTransaction(from, from, initialSupply, maxSupply),
    ServiceVotes: await (await ethers.getContractFactory("ServiceVotes")).getDeployTransaction(from),
    ServiceDAO: await (await ethers.getContractFactory("ServiceDAO")).getDeployTransaction(from, settings),
    Treasury: await (await ethers.getContractFactory("Treasury")).getDeployTransaction(from, from),
    PaymentHub: await (await ethers.getContractFactory("PaymentHub")).getDeployTransaction(from, from, from),
    ServiceRegistry: await (await ethers.getContractFactory("ServiceRegistry")).getDeployTransaction(),
    ServiceReputation: await (await ethers.getContractFactory("ServiceReputation")).getDeployTransaction(from, from),
    ServiceValidation: await (await ethers.getContractFactory("ServiceValidation")).getDeployTransaction(from),
    PayoutAccount: await (await ethers.getContractFactory("PayoutAccount")).getDeployTransaction(from, from, from),
    Credit: await (await ethers.getContractFactory("Credit")).getDeployTransaction(from, from, from, from, from),
    PaymentBatch: await (await ethers.getContractFactory("PaymentBatch")).getDeployTransaction(from),
  };
}
