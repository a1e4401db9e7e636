import { disputeOrder, parseScv, resolveOrder } from "@servicecoin/sdk";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { deliver, feeOf, ONE, orderOf, payOrder } from "./deals.js";
import { reference, send, type Stage } from "./story.js";

const TO_PAYEE = parseScv("0.4");

/** Dave disputes a delivery, and the arbiter splits the money. */
export async function dispute(stage: Stage, steps: Steps): Promise<void> {
  const { dave, erin, supplier } = stage.cast;
  const parties = { payer: dave.address, payee: supplier.address, arbiter: erin.address };
  const deal = await orderOf(stage, "a website", { ...parties, price: ONE });

  steps.chapter("Dave orders a website and disputes the delivery");
  await steps.run("Dave pays, with Erin as arbiter; the supplier delivers", async () => {
    await payOrder(stage, "dave", deal);
    await deliver(stage, "supplier", deal);
    return scv(ONE);
  });
  await steps.run("Dave disputes", async () => {
    await send(stage, disputeOrder(stage.as("dave"), { deal, reason: reference("half is missing") }), () => ({}));
    return undefined;
  });
  await steps.run("Erin splits the money", async () => {
    const [net, back] = [TO_PAYEE - feeOf(TO_PAYEE), ONE - TO_PAYEE];
    const resolved = resolveOrder(stage.as("erin"), { deal, total: TO_PAYEE });
    await send(stage, resolved, () => ({ supplier: net, dave: back, hub: -net - back }));
    return `${scv(net)} for the supplier, ${scv(feeOf(TO_PAYEE))} fee, ${scv(back)} back to Dave`;
  });
}
