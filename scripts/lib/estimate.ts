import {
  PaymentBatch__factory,
  PaymentHub__factory,
  ServiceCoin__factory,
  ServiceDAO__factory,
  ServiceRegistry__factory,
  ServiceReputation__factory,
  ServiceValidation__factory,
  ServiceVotes__factory,
  Treasury__factory,
} from "../../packages/sdk/src/typechain/index.js";
import type { Connection } from "./chain.js";
import type { Plan } from "../../ignition/plan.js";

/** Measured: 51,609 for the treasury, 147,272 for a batch of five accounts, and 29,142 for the hand-over. */
const GAS_PER_PAYOUT = 60_000n;
const GAS_OF_HAND_OVER = 30_000n;

/** What deploying may cost at most, in wei, at the gas price that Ignition offers now. */
export async function estimateCost({ ethers }: Connection, plan: Plan, from: string): Promise<bigint> {
  const { provider } = ethers;
  const { initialSupply, maxSupply, payouts, settings } = plan;
  // The deployer's address stands for contracts that are not there yet: it costs the same.
  const creations = [
    new ServiceCoin__factory().getDeployTransaction(from, from, initialSupply, maxSupply),
    new ServiceVotes__factory().getDeployTransaction(from),
    new ServiceDAO__factory().getDeployTransaction(from, settings),
    new Treasury__factory().getDeployTransaction(from, from),
    new PaymentHub__factory().getDeployTransaction(from, from, from),
    new ServiceRegistry__factory().getDeployTransaction(),
    new ServiceReputation__factory().getDeployTransaction(from, from),
    new ServiceValidation__factory().getDeployTransaction(from),
    new PaymentBatch__factory().getDeployTransaction(from),
  ];
  let gas = GAS_OF_HAND_OVER + GAS_PER_PAYOUT * BigInt(payouts.length + 1);
  for (const creation of creations) {
    gas += BigInt((await provider.send("eth_estimateGas", [{ from, data: (await creation).data }])) as string);
  }
  const { maxFeePerGas, gasPrice } = await provider.getFeeData();
  return gas * (maxFeePerGas ?? gasPrice ?? 0n);
}
