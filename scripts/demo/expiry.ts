import { refundOrder } from "@servicecoin/sdk";
import { timeOf, waitUntil } from "../lib/clock.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { ONE, orderOf, payOrder } from "./deals.js";
import { send, type Stage } from "./story.js";

/** Long enough to pay the order on a slow machine, short enough to wait for. */
const SECONDS = 6n;

/** The order of Carol expires without a delivery, and a stranger triggers the refund. */
export async function expiry(stage: Stage, steps: Steps): Promise<void> {
  const { carol, supplier } = stage.cast;
  const deadline = (await timeOf(stage.connection)) + SECONDS;
  const parties = { payer: carol.address, payee: supplier.address };
  const deal = await orderOf(stage, "a cake", { ...parties, price: ONE, deadline });

  steps.chapter("Carol orders a cake that is never delivered");
  await steps.run(`Carol pays; ${SECONDS} seconds to deliver`, async () => {
    await payOrder(stage, "carol", deal);
    return scv(ONE);
  });
  await waitUntil(stage.connection, deadline + 1n, "the order expires");
  await steps.run("A stranger triggers the refund", async () => {
    await send(stage, refundOrder(stage.as("relayer"), { deal }), () => ({ carol: ONE, hub: -ONE }));
    return `${scv(ONE)}, no fee`;
  });
}
