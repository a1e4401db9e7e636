import type { ContractName } from "@servicecoin/sdk";
import type { ContractDeployTransaction } from "ethers";
import type { Plan } from "../../ignition/plan.js";
import type { Connection } from "./chain.js";
import { estimateGas } from "./estimateGas.js";

/**
 * Measured: 51,609 for the treasury, 147,272 for a batch of five accounts, 29,142 for the transfer of ownership. On
 * chains where state costs gas of its own (EIP-8037) a new holder of coins costs up to 133,000.
 */
const GAS_PER_PAYOUT = 135_000n;
const GAS_OF_HAND_OVER = 30_000n;

/** Estimates the maximum cost of the deployment in wei, at the fee that Ignition would offer now. */
export async function estimateCost(connection: Connection, plan: Plan, from: string): Promise<bigint> {
  const { ethers } = connection;
  const { provider } = ethers;
  let gas = GAS_OF_HAND_OVER + GAS_PER_PAYOUT * BigInt(plan.payouts.length + 1);
  for (const { data } of Object.values(await creationsOf(ethers, plan, from))) {
    gas += BigInt(await estimateGas(connection.provider, [{ from, data }]));
  }
  const { maxFeePerGas, gasPrice } = await provider.getFeeData();
  return gas * (maxFeePerGas ?? gasPrice ?? 0n);
}

/** Builds the creation transactions. The deployer's address replaces addresses that are not known yet. */
async function creationsOf(
  ethers: Connection["ethers"],
  { initialSupply, maxSupply, settings }: Plan,
  from: string,
): Promise<Record<ContractName, ContractDeployTransaction>> {
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
