import { collectFees } from "@servicecoin/sdk";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { send, type Stage } from "./story.js";

/** Returns the base units of SCV that the hub holds for deals, without its fees. */
export async function escrowed({ system: { coin, hub } }: Stage): Promise<bigint> {
  return (await coin.balanceOf(hub)) - (await hub.fees());
}

/**
 * Collects the hub's fees for the Treasury, and checks that all deals of the demo are paid out.
 * @param escrowedBefore Base units that the hub held for deals when the demo started.
 */
export async function fees(stage: Stage, steps: Steps, escrowedBefore: bigint): Promise<void> {
  steps.chapter("The hub's fees go to the Treasury");
  await steps.run("Anyone can collect them", async () => {
    const amount = await stage.system.hub.fees();
    await send(stage, collectFees(stage.as("relayer"), {}), () => ({ treasury: amount, hub: -amount }));
    const kept = (await escrowed(stage)) - escrowedBefore;
    if (kept !== 0n) throw new OperatorError(`the hub still holds ${scv(kept)} of closed deals`);
    return scv(amount);
  });
}
