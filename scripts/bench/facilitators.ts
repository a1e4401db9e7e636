import path from "node:path";
import { localAccount } from "../../ignition/localAccounts.js";
import { start, startScript, type Running } from "../../test/fixtures/processes.js";
import type { World } from "./world.js";

/** A facilitator in its own process. */
export interface Facilitator {
  name: string;
  url: string;
  /** Account that pays the gas. */
  account: string;
  stop(): Promise<void>;
}

/** Starts a facilitator with its own account, so that they do not affect each other. */
export type Starter = (world: World, account: number) => Promise<Facilitator>;

/** Starts ours like an operator, with an empty journal. */
export const ours: Starter = async (world, number) => {
  const { address, privateKey } = localAccount(number);
  const program = path.join(import.meta.dirname, "../../packages/cli/dist/main.js");
  const journal = path.join(path.dirname(world.record), `journal-${number}`);
  const args = [
    "facilitator",
    "--rpc",
    world.node.url,
    "--deployment",
    world.record,
    "--port",
    "0",
    "--journal",
    journal,
  ];
  const running = start(process.execPath, [program, ...args, "--json", "--log-level", "error"], {
    SERVICECOIN_PRIVATE_KEY: privateKey,
  });
  return ready("ServiceCoin", address, running);
};

/** Starts the official one with its default signer. */
export const official: Starter = (world, number) => startOfficial("official, default signer", world, number, {});

/** Starts the official one with a signer that counts its nonces itself. */
export const counting: Starter = (world, number) =>
  startOfficial("official, counted nonces", world, number, { BENCH_LOCKED_NONCE: "yes" });

function startOfficial(name: string, world: World, number: number, env: Record<string, string>): Promise<Facilitator> {
  const { address, privateKey } = localAccount(number);
  const running = startScript("benchOfficial", undefined, {
    BENCH_RPC_URL: world.node.url,
    BENCH_PRIVATE_KEY: privateKey,
    ...env,
  });
  return ready(name, address, running);
}

async function ready(name: string, account: string, running: Running): Promise<Facilitator> {
  const url = await running.matches(/http:\/\/127\.0\.0\.1:\d+/);
  return {
    name,
    url,
    account,
    stop: async () => {
      running.child.kill("SIGTERM");
      await running.ended;
    },
  };
}
