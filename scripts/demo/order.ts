import { releaseOrder } from "@servicecoin/sdk";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { deliver, feeOf, ONE, orderOf, paid, payOrder } from "./deals.js";
import { send, type Stage } from "./story.js";

/** Bob orders, the supplier delivers, Bob releases the money. */
export async function order(stage: Stage, steps: Steps): Promise<void> {
  const { bob, supplier } = stage.cast;
  const deal = await orderOf(stage, "a logo", { payer: bob.address, payee: supplier.address, price: ONE });

  steps.chapter("Bob orders a logo");
  await steps.run("Bob pays into escrow, in one transaction (ERC-1363)", async () => {
    await payOrder(stage, "bob", deal);
    return scv(ONE);
  });
  await steps.run("The supplier delivers", async () => {
    await deliver(stage, "supplier", deal);
    return undefined;
  });
  await steps.run("Bob releases the money", async () => {
    await send(stage, releaseOrder(stage.as("bob"), { deal }), () => paid("supplier", ONE));
    return `${scv(ONE - feeOf(ONE))} for the supplier, ${scv(feeOf(ONE))} fee`;
  });
}
