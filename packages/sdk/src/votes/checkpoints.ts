import type { Call } from "../core/action.js";

/** Extra gas of three new checkpoints compared with updating those of the same second. */
const CHECKPOINTS = 100_000n;

/**
 * Adds the gas of new checkpoints to the estimate. Votes are recorded once per second (ERC-6372): a node that estimates
 * within the second of the last change sees fewer writes than a block of the next second makes.
 */
export function withCheckpoints<Returned>(prepared: Call<Returned>): Call<Returned> {
  return { ...prepared, estimateGas: async () => (await prepared.estimateGas()) + CHECKPOINTS };
}
