import { ethers, networkHelpers } from "./chain.js";
import { gasFixture } from "./system.js";

/** Bytes of code that EIP-170 allows. */
export const CODE_LIMIT = 24_576;

/** Gas of each deployment, and bytes of the code that is deployed. */
export async function measureSizes() {
  const system = await networkHelpers.loadFixture(gasFixture);
  const { coin, votes, dao, treasury, hub, registry, reputation, validation, paymentBatch } = system;
  const deployment: Record<string, number> = {};
  const bytecode: Record<string, number> = {};
  for (const [name, contract] of Object.entries({
    ServiceCoin: coin,
    ServiceVotes: votes,
    ServiceDAO: dao,
    Treasury: treasury,
    PaymentHub: hub,
    ServiceRegistry: registry,
    ServiceReputation: reputation,
    ServiceValidation: validation,
    PaymentBatch: paymentBatch,
    Checkout: system.checkout,
    PairLiquidity: system.liquidity,
    PayoutAccount: system.payoutAccount,
    Credit: system.credit,
  })) {
    const receipt = await contract.deploymentTransaction()?.wait();
    if (!receipt) throw new Error(`${name} has no deployment`);
    deployment[name] = Number(receipt.gasUsed);
    bytecode[name] = ethers.dataLength(await ethers.provider.getCode(contract));
  }
  return { deployment, bytecode };
}
