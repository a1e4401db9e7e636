import type { Connection } from "./chain.js";

/** The most that a transaction may pay per unit of gas, in wei, at the fee that Ignition would offer now. */
export async function highestGasPrice({ ethers }: Connection): Promise<bigint> {
  const { maxFeePerGas, gasPrice } = await ethers.provider.getFeeData();
  return maxFeePerGas ?? gasPrice ?? 0n;
}
