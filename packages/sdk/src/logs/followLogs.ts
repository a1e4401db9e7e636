import type { Provider } from "ethers";
import { LogFollower, type FollowedLogs, type FollowFilter } from "./logFollower.js";
import { sleep } from "./wait.js";

/** Milliseconds between looks at the chain. */
const POLLING_INTERVAL = 4_000;

/** How to follow logs. */
export interface FollowOptions extends FollowFilter {
  /** Milliseconds between two looks at the chain. Default: 4,000. */
  pollingInterval?: number | undefined;
  /** Ends the iteration without an error. */
  signal?: AbortSignal | undefined;
}

/**
 * Logs from a block on, first those of past blocks and then new ones as they come, with those that a reorganization
 * removes.
 * @throws the node's errors, which end the iteration; a `LogFollower` keeps its place instead
 */
export async function* followLogs(provider: Provider, options: FollowOptions): AsyncGenerator<FollowedLogs> {
  const { pollingInterval = POLLING_INTERVAL, signal, ...filter } = options;
  const follower = new LogFollower(provider, filter);
  while (!signal?.aborted) {
    yield* follower.catchUp(signal);
    await sleep(pollingInterval, signal);
  }
}
