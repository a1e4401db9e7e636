import { network } from "hardhat";
import { setTimeout } from "node:timers/promises";
import { HOST } from "./ports.js";
import { NEVER, type Program } from "./program.js";

const CLOSE_MS = 1_000;

/** Starts a chain of its own in this process. */
export async function startChain(port: number): Promise<Program> {
  const server = await network.createServer("node", HOST, port);
  await server.listen();
  return {
    ...{ name: "chain", url: `http://${HOST}:${port}`, broken: NEVER },
    // A client that keeps its connection open would delay the server.
    stop: () => Promise.race([server.close(), setTimeout(CLOSE_MS)]),
  };
}
