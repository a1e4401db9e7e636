import { formatEther } from "ethers";
import { openOrder, quoteCheckout, releaseOrder, readBalance, readLiquidity } from "@servicecoin/sdk";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { provideLiquidity } from "../local/liquidity.js";
import { deliver, ONE, orderOf, paid } from "./deals.js";
import { send, type Stage } from "./story.js";

/** Gives the trading pair liquidity where `npm start` has not done it. */
export async function openMarket({ connection, system, as }: Stage): Promise<void> {
  const { totalSupply } = await readLiquidity(as("relayer"));
  if (totalSupply === 0n) await provideLiquidity(connection, system);
}

/** A customer without SCV pays an order with ether. */
export async function checkout(stage: Stage, steps: Steps): Promise<void> {
  const { guest, supplier } = stage.cast;
  const client = stage.as("guest");
  const deal = await orderOf(stage, "a poster", { payer: guest.address, payee: supplier.address, price: ONE });

  steps.chapter("A customer without SCV pays with ether");
  await steps.run("The order costs, by the trading pair (Uniswap V2)", async () => {
    const { input, priceImpactBps } = await quoteCheckout(client, { amount: ONE });
    return `${formatEther(input)} ETH for ${scv(ONE)}, price impact ${Number(priceImpactBps) / 100} %`;
  });
  await steps.run("The customer buys the SCV and opens the order in one transaction", async () => {
    const withEther = await quoteCheckout(client, { amount: ONE, slippageBps: 500n });
    const { receipt } = await send(stage, openOrder(client, { deal, withEther }), () => ({ hub: ONE }));
    if ((await readBalance(client, { account: guest.address })) !== 0n) throw new OperatorError("SCV were left over");
    return `${receipt.gasUsed} gas, no SCV left over`;
  });
  await steps.run("The supplier delivers, the customer releases", async () => {
    await deliver(stage, "supplier", deal);
    await send(stage, releaseOrder(client, { deal }), () => paid("supplier", ONE));
    return undefined;
  });
}
