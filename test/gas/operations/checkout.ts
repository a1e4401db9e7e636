import { ZeroHash, type ContractTransactionResponse } from "ethers";
import { packed, type Deal } from "../../fixtures/deals.js";
import { ANY_TIME } from "../../fixtures/pair.js";
import { ethers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { AMOUNT, gasOf, prepare, type GasSystem } from "../system.js";
import { orderOf, streamOf } from "./hub.js";

/** Wei that cover every purchase here. */
export const MAX_INPUT = ethers.parseEther("0.1");

/** The pair was traded before, so that it has prices to accumulate. */
export async function traded(system: GasSystem): Promise<GasSystem> {
  const { checkout, dave } = system;
  await prepare(() => checkout.connect(dave).pay(dave, AMOUNT, ZeroHash, ANY_TIME, { value: MAX_INPUT }));
  return system;
}

async function open(system: GasSystem, deal: Deal): Promise<ContractTransactionResponse> {
  return system.checkout.connect(system.alice).open(packed(deal), AMOUNT, "0x", ANY_TIME, { value: MAX_INPUT });
}

async function pay(system: GasSystem, ref: string): Promise<number> {
  const { checkout, alice, bob } = await traded(system);
  return gasOf(checkout.connect(alice).pay(bob, AMOUNT, ref, ANY_TIME, { value: MAX_INPUT }));
}

/** Alice holds wrapped ether, and the checkout has her endless allowance. */
async function wrapped(system: GasSystem): Promise<GasSystem> {
  const { weth, checkout, alice } = await traded(system);
  await prepare(
    () => weth.connect(alice).deposit({ value: ethers.parseEther("1") }),
    () => weth.connect(alice).approve(checkout, ethers.MaxUint256),
  );
  return system;
}

const operations: Operation[] = [
  {
    name: "open an order with ether",
    async run(system) {
      await traded(system);
      return gasOf(open(system, await orderOf(system)));
    },
  },
  {
    name: "open an order with wrapped ether",
    async run(system) {
      const { checkout, alice } = await wrapped(system);
      const deal = packed(await orderOf(system));
      return gasOf(checkout.connect(alice).openWithWeth(deal, AMOUNT, "0x", MAX_INPUT, ANY_TIME));
    },
  },
  {
    name: "top up a stream with ether",
    async run(system) {
      const deal = await streamOf(await traded(system));
      await prepare(() => open(system, deal));
      return gasOf(open(system, deal));
    },
  },
  { name: "pay with ether", run: async (system) => pay(system, ZeroHash) },
  { name: "pay with ether and a reference", run: async (system) => pay(system, ethers.id("invoice 1")) },
  {
    name: "pay with wrapped ether",
    async run(system) {
      const { checkout, alice, bob } = await wrapped(system);
      return gasOf(checkout.connect(alice).payWithWeth(bob, AMOUNT, ZeroHash, MAX_INPUT, ANY_TIME));
    },
  },
  {
    name: "add liquidity that was paid in",
    async run(system) {
      const { coin, liquidity, alice } = await traded(system);
      await prepare(() => coin.connect(alice).transfer(liquidity, AMOUNT));
      return gasOf(liquidity.connect(alice).add(0n, 0n, alice, ANY_TIME, { value: MAX_INPUT }));
    },
  },
  {
    name: "remove liquidity that was paid in",
    async run(system) {
      const { pair, liquidity, deployer, alice } = await traded(system);
      await prepare(() => pair.connect(deployer).transfer(liquidity, 1_000_000n));
      return gasOf(liquidity.connect(deployer).remove(0n, 0n, alice, ANY_TIME));
    },
  },
];

export const checkout: Subject = { title: "Checkout", operations };
