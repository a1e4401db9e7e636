import { collectFees, readDeal, readEvents } from "@servicecoin/sdk";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { send, type Stage } from "./story.js";

/**
 * Collects the hub's fees for the Treasury, and checks that all deals of the demo are paid out.
 * @param firstBlock Last block before the demo.
 */
export async function fees(stage: Stage, steps: Steps, firstBlock: number): Promise<void> {
  const { hub } = stage.system;
  steps.chapter("The hub's fees go to the Treasury");
  await steps.run("Anyone can collect them", async () => {
    let amount = 0n;
    await send(stage, collectFees(stage.as("relayer"), {}), async (_time, block) => {
      // On a chain where a keeper works, it may have collected some a moment before.
      amount = await hub.fees({ blockTag: block - 1 });
      return { treasury: amount, hub: -amount };
    });
    const kept = await escrowed(stage, firstBlock);
    if (kept !== 0n) throw new OperatorError(`the hub still holds ${scv(kept)} of closed deals`);
    return scv(amount);
  });
}

/** Base units that the hub holds for deals of the cast and the Treasury that were opened after a block. */
async function escrowed({ as, cast, system }: Stage, after: number): Promise<bigint> {
  const payers = new Set([await system.treasury.getAddress()]);
  for (const { address } of Object.values<{ address: string }>({ ...cast })) payers.add(address);
  const client = as("relayer");
  let sum = 0n;
  for await (const { events } of readEvents(client, { names: ["Opened"], from: after + 1 })) {
    for (const event of events) {
      if (event.name !== "Opened" || !payers.has(event.args.payer)) continue;
      sum += (await readDeal(client, event.args.id)).left;
    }
  }
  return sum;
}
