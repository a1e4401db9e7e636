import { setTimeout } from "node:timers/promises";
import type { Connection } from "./chain.js";

/**
 * Waits until the chain's clock has passed a time. The in-process chain jumps there; other chains are waited for, with a
 * line that counts down.
 * @param time Seconds since 1970.
 * @param label What is waited for, for the person who waits.
 */
export async function waitUntil(connection: Connection, time: bigint, label: string): Promise<void> {
  const { provider } = connection;
  if (canJump(connection)) {
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

/** Waits until the newest block is at least a number of seconds younger than the newest block of now. */
export async function waitFor(connection: Connection, seconds: bigint, label: string): Promise<void> {
  await waitUntil(connection, (await latestTime(connection.provider)) + seconds, label);
}

/** Whether waiting takes no time. */
export function canJump({ networkConfig }: Connection): boolean {
  return networkConfig.type === "edr-simulated";
}

/** The chain's time, in seconds since 1970. The newest block of a development node may be old, so it makes one. */
export async function timeOf({ provider }: Connection): Promise<bigint> {
  await mineIfDevelopmentNode(provider);
  return latestTime(provider);
}

/** The time of the newest block, in seconds since 1970. */
async function latestTime(provider: Connection["provider"]): Promise<bigint> {
  const block = (await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
    timestamp: string;
  };
  return BigInt(block.timestamp);
}

/** A development node makes no blocks on its own, so its clock would stand still. */
async function mineIfDevelopmentNode(provider: Connection["provider"]): Promise<void> {
  try {
    await provider.request({ method: "evm_mine" });
  } catch {
    // Other nodes do not know the method and need no help.
  }
}

/** Overwrites the current line of a terminal; elsewhere a wait is one silent pause. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
}
