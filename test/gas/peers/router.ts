import { packed } from "../../fixtures/deals.js";
import { ANY_TIME } from "../../fixtures/pair.js";
import { networkHelpers } from "../chain.js";
import { MAX_INPUT, traded } from "../operations/checkout.js";
import { orderOf } from "../operations/hub.js";
import { AMOUNT, gasFixture, gasOf } from "../system.js";
import type { PeerGas } from "./peer.js";

/** Measures the same purchases by the router of Uniswap V2, with a second transaction for what it cannot do. */
export async function measureRouter(): Promise<PeerGas[]> {
  const system = await traded(await networkHelpers.loadFixture(gasFixture));
  const { coin, weth, hub, router, alice, bob } = system;
  const swap = router.getFunction("swapETHForExactTokens");
  const deal = packed(await orderOf(system));
  const buy = async (to: string): Promise<number> => {
    const call = await swap.populateTransaction(AMOUNT, [weth.target, coin.target], to, ANY_TIME);
    const receipt = await (await alice.sendTransaction({ ...call, value: MAX_INPUT })).wait();
    return Number(receipt?.gasUsed);
  };
  const paid = await buy(bob.address);
  const bought = await buy(alice.address);
  const opened = await gasOf(hub.connect(alice).open(deal, AMOUNT, "0x"));
  const row = (operation: string, peer: string, gas: number): PeerGas => ({
    subject: "checkout",
    operation,
    peer,
    gas,
    recorded: false,
  });
  return [
    row("open an order with ether", "Uniswap router + open", bought + opened),
    row("pay with ether", "Uniswap router", paid),
  ];
}
