import { readPolicy, startKeeper } from "@servicecoin/keeper";
import { createClient, openProvider } from "@servicecoin/sdk";
import path from "node:path";
import { localAccount } from "../../ignition/localAccounts.js";
import { OperatorError } from "../lib/errors.js";
import { PROGRAM_ACCOUNTS } from "./accounts.js";
import type { LocalSystem, Program } from "./program.js";

/**
 * Seconds for which due things are left to the user. Readers of the documents, and the demo, do by hand within a minute
 * or two what a keeper would do at once: claim, queue, execute. It must not be gone when they get there. What they
 * leave is done all the same, while they can still see it.
 */
const DEFAULT_WAIT = 300;

/** Everything that anyone may do, however little it is worth, and at any price of gas that a local chain has. */
const POLICY = { lowestAmount: "0", highestGasPrice: "1000", budgetPerDay: "1000" };

/** Reads how long the keeper waits, in seconds. @throws OperatorError */
export function readWait(environment: NodeJS.ProcessEnv): number {
  const text = environment["KEEPER_WAIT"] ?? String(DEFAULT_WAIT);
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new OperatorError(`KEEPER_WAIT is "${text}" and must be a number of seconds, from 0 to 999999.`);
}

/** Starts the keeper of a local system. @param index URL of the API. @param wait In seconds. */
export async function startLocalKeeper(system: LocalSystem, index: string, wait: number): Promise<Program> {
  const { node, record, ports, folder } = system;
  const provider = await openProvider(node);
  const client = createClient(localAccount(PROGRAM_ACCOUNTS.keeper).connect(provider), record);
  const running = await startKeeper({
    ...{ client, index, policy: readPolicy(undefined, { ...POLICY, wait }) },
    ...{ journal: path.join(folder, "keeper.journal"), port: ports.keeper, log: system.log("keeper") },
  });
  return {
    ...{ name: "keeper", url: running.url, broken: running.broken },
    stop: async () => {
      await running.stop();
      provider.destroy();
    },
  };
}
