import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../lib/errors.js";
import { headOf, type Head, type NetworkNode } from "./node.js";
import type { Network } from "./network.js";

const LOOK_EVERY = 1_000;

/** Slots after which something that takes three epochs of eight slots has failed. */
const PATIENCE_SLOTS = 120;

/** Waits until something is there. @throws OperatorError that names it when it takes too long, or a client has ended. */
export async function until<Found>(
  network: Network,
  what: string,
  find: () => Promise<Found | undefined>,
): Promise<Found> {
  const giveUpAt = performance.now() + PATIENCE_SLOTS * network.settings.slotSeconds * 1_000;
  for (;;) {
    for (const node of network.nodes) node.check();
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > giveUpAt) throw new OperatorError(`After ${PATIENCE_SLOTS} slots still no ${what}.`);
    await sleep(LOOK_EVERY);
  }
}

/** Waits until a block is final on a node. @returns The last final block then. */
export function untilFinal(network: Network, node: NetworkNode, block: number): Promise<Head> {
  return until(network, `final block ${block} on ${node.name}`, async () => {
    const finalized = await headOf(node, "finalized");
    return finalized !== undefined && finalized.number >= block ? finalized : undefined;
  });
}
