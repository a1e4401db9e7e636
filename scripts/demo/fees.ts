import { collectFees } from "../../packages/sdk/src/index.js";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { send, type Stage } from "./story.js";

/** Base units of SCV that are in the hub for deals, apart from its fees. */
export async function escrowed({ system: { coin, hub } }: Stage): Promise<bigint> {
  return (await coin.balanceOf(hub)) - (await hub.fees());
}

/**
 * The hub's fees go to the Treasury; all deals of the story are settled.
 * @param escrowedBefore What was in the hub for deals when the story began.
 */
export async function fees(stage: Stage, steps: Steps, escrowedBefore: bigint): Promise<void> {
  steps.chapter("The Treasury gets the hub's fees");
  await steps.run("Anyone collects them", async () => {
    const amount = await stage.system.hub.fees();
    await send(stage, collectFees(stage.as("relayer"), {}), () => ({ treasury: amount, hub: -amount }));
    const kept = (await escrowed(stage)) - escrowedBefore;
    if (kept !== 0n) throw new OperatorError(`the hub kept ${scv(kept)} of deals that are settled`);
    return scv(amount);
  });
}
