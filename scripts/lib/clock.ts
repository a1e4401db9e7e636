import { setTimeout } from "node:timers/promises";
import type { Connection } from "./chain.js";

/**
 * Waits until the chain's clock reaches a time. Moves the clock of the in-process chain forward, and of a local node if
 * `DEMO_JUMPS` is 1; otherwise it waits and prints a countdown.
 * @param time Unix time.
 * @param label Names the awaited event in the countdown.
 */
export async function waitUntil(connection: Connection, time: bigint, label: string): Promise<void> {
  const { provider } = connection;
  if (canJump(connection) || process.env["DEMO_JUMPS"] === "1") {
    if ((await latestTime(provider)) >= time) return;
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(time)] });
    await provider.request({ method: "evm_mine" });
    return;
  }
  for (;;) {
    const left = time - (await latestTime(provider));
    if (left <= 0n) break;
    progress(`      ${label}: ${left} s left`);
    await setTimeout(1000);
    await mineIfDevelopmentNode(provider);
  }
  progress("");
}

/** Waits until the latest block is at least `seconds` newer than the current one. */
export async function waitFor(connection: Connection, seconds: bigint, label: string): Promise<void> {
  await waitUntil(connection, (await latestTime(connection.provider)) + seconds, label);
}

/** Returns whether the clock can be moved forward, so that waiting takes no time. */
export function canJump({ networkConfig }: Connection): boolean {
  return networkConfig.type === "edr-simulated";
}

/** Returns the chain's Unix time. Mines a block first on a development node, whose latest block may be old. */
export async function timeOf({ provider }: Connection): Promise<bigint> {
  await mineIfDevelopmentNode(provider);
  return latestTime(provider);
}

/** Returns the Unix time of the latest block. */
async function latestTime(provider: Connection["provider"]): Promise<bigint> {
  const block = (await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
    timestamp: string;
  };
  return BigInt(block.timestamp);
}

/** Mines a block on a development node, which does not mine on its own. */
async function mineIfDevelopmentNode(provider: Connection["provider"]): Promise<void> {
  try {
    await provider.request({ method: "evm_mine" });
  } catch {
    // Other nodes do not support the method, and mine on their own.
  }
}

/** Overwrites the current line of a terminal. Prints nothing if stderr is not a terminal. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
}
