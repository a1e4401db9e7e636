import { Contract, MaxUint256, parseEther } from "ethers";
import type { World } from "./world.js";

const PAIR = [
  "function transfer(address,uint256) returns (bool)",
  "function balanceOf(address) view returns (uint256)",
];

/**
 * Gives the trading pair liquidity. Other tests count on a pair without any.
 * @param amounts For example "30" SCV and "3" ETH.
 * @returns Takes it out again
 */
export async function addLiquidity(
  world: World,
  { scv, eth }: { scv: string; eth: string },
): Promise<() => Promise<void>> {
  const owner = await world.newAccount(scv);
  const { coin, liquidity, checkout, addresses } = await world.client(owner);
  await (await coin.transfer(addresses.PairLiquidity, parseEther(scv))).wait();
  await (await liquidity.add(0n, 0n, owner.address, MaxUint256, { value: parseEther(eth) })).wait();
  return async () => {
    const pair = new Contract(await checkout.pair(), PAIR, owner);
    const tokens = (await pair.getFunction("balanceOf")(owner.address)) as bigint;
    await pair.getFunction("transfer")(addresses.PairLiquidity, tokens);
    await (await liquidity.remove(0n, 0n, owner.address, MaxUint256)).wait();
  };
}
