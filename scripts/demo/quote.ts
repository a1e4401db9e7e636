import { MaxUint256, parseEther, ZeroAddress } from "ethers";
import { encodeDeal, quoteData, toDeal } from "../../src/sdk/deals.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { feeOf, orderOf, paid, payOrder } from "./deals.js";
import { refused, send, type Stage } from "./story.js";

const PRICE = parseEther("0.5");

/** A merchant signs a price for whoever pays it, and Carol does. */
export async function quote(stage: Stage, steps: Steps): Promise<void> {
  const { chain, coin, hub } = stage.system;
  const { carol, supplier } = stage.cast;
  const offer = await orderOf(stage, "a poster", { payer: ZeroAddress, payee: supplier.address, price: PRICE });
  const deal = { ...offer, payer: carol.address };
  let signature = "";

  steps.chapter("Carol takes a merchant's signed quote");
  await steps.run("The supplier signs a quote for anybody (EIP-712)", async () => {
    const verifyingContract = await hub.getAddress();
    const { domain, types, message } = quoteData(
      { name: "PaymentHub", version: "1", chainId: chain.id, verifyingContract },
      offer,
    );
    signature = await supplier.signTypedData(domain, types, message);
    return `${scv(PRICE)}, no gas`;
  });
  await steps.run("A price that was not quoted is refused", async () => {
    const cheaper = { ...deal, price: PRICE - 1n };
    const pay = coin.connect(carol)["transferAndCall(address,uint256,bytes)"];
    await refused(hub.interface, "HubInvalidSignature", () =>
      pay.staticCall(hub, cheaper.price, encodeDeal(cheaper, signature)),
    );
    return "HubInvalidSignature";
  });
  await steps.run("Carol pays with the quote, and releases when she has it", async () => {
    await payOrder(stage, "carol", deal, signature);
    await send(stage, hub.connect(carol).release(toDeal(deal), MaxUint256), () => paid("supplier", PRICE));
    return `${scv(PRICE - feeOf(PRICE))} for the supplier, ${scv(feeOf(PRICE))} fee`;
  });
}
