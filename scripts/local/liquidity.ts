import { Contract, parseEther } from "ethers";
import { UNISWAP } from "../../ignition/uniswap.js";
import type { Connection } from "../lib/chain.js";
import type { DeployedSystem } from "../lib/deploySystem.js";

/** Erin, whom the deployment gives the coins for it. */
const PROVIDER = 5;

/** At 0.01 ether per SCV. She keeps as much as the other members have. */
const COINS = parseEther("100");
const WEI = parseEther("1");

/** Gives the pair of a local chain liquidity, so that paying with ether works at once. By the router, as members do. */
export async function provideLiquidity({ ethers }: Connection, { coin, record }: DeployedSystem): Promise<void> {
  const provider = (await ethers.getSigners())[PROVIDER];
  if (provider === undefined) throw new Error(`The chain has no account ${PROVIDER}.`);
  const router = new Contract(record.uniswap.router, UNISWAP.UniswapV2Router02.abi as [], provider);
  await (await coin.connect(provider).approve(router, COINS)).wait();
  const validUntil = ethers.MaxUint256;
  const add = await router
    .getFunction("addLiquidityETH")
    .populateTransaction(coin.target, COINS, COINS, WEI, provider.address, validUntil);
  await (await provider.sendTransaction({ ...add, value: WEI })).wait();
}
