import { parseScv, payQuote, releaseOrder, signQuote, type Quote } from "@servicecoin/sdk";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { feeOf, orderOf, paid } from "./deals.js";
import { refused, send, type Stage } from "./story.js";

const PRICE = parseScv("0.5");

/** A merchant signs a quote that any payer can accept, and Carol pays it. */
export async function quote(stage: Stage, steps: Steps): Promise<void> {
  const { carol, supplier } = stage.cast;
  const parties = { payer: carol.address, payee: supplier.address };
  const deal = await orderOf(stage, "a poster", { ...parties, price: PRICE });
  let offer: Quote = { deal, signature: "" };

  steps.chapter("Carol accepts a merchant's signed quote");
  await steps.run("The supplier signs a quote for any payer (EIP-712)", async () => {
    offer = await signQuote(stage.as("supplier"), { deal });
    return `${scv(PRICE)}, no gas`;
  });
  await steps.run("A different price is rejected", () => {
    const cheaper = { ...offer, deal: { ...offer.deal, price: PRICE - 1n } };
    return refused("HubInvalidSignature", payQuote(stage.as("carol"), { quote: cheaper }));
  });
  await steps.run("Carol pays with the quote, and releases after delivery", async () => {
    await send(stage, payQuote(stage.as("carol"), { quote: offer }), () => ({ carol: -PRICE, hub: PRICE }));
    await send(stage, releaseOrder(stage.as("carol"), { deal }), () => paid("supplier", PRICE));
    return `${scv(PRICE - feeOf(PRICE))} for the supplier, ${scv(feeOf(PRICE))} fee`;
  });
}
