import { startDiscovery, startFacilitator } from "@servicecoin/gateway";
import { createClient, openProvider } from "@servicecoin/sdk";
import path from "node:path";
import { localAccount } from "../../ignition/localAccounts.js";
import { PROGRAM_ACCOUNTS } from "./accounts.js";
import type { LocalSystem, Program } from "./program.js";

/** Starts the facilitator of a local system, which also lists services. @param indexer URL of the API. */
export async function startLocalFacilitator(system: LocalSystem, indexer: string): Promise<Program> {
  const { node, record, ports, folder } = system;
  const log = system.log("facilitator");
  // Calls of the same moment share a request. By default ethers waits 10 ms for more, at each step of a payment.
  const provider = await openProvider(node, { batchStallTime: 0 });
  const wallet = localAccount(PROGRAM_ACCOUNTS.facilitator).connect(provider);
  const client = createClient(wallet, record, { indexer });
  const onError = (_error: unknown, reason: string) => {
    log.warn({ reason }, "the list of services is outdated");
  };
  const discovery = await startDiscovery({ client, onError });
  const options = { client, journal: path.join(folder, "facilitator.journal"), port: ports.facilitator };
  const running = await startFacilitator({ ...options, log, discovery }).catch(async (error: unknown) => {
    await discovery.stop();
    throw error;
  });
  return {
    ...{ name: "facilitator", url: running.url, broken: running.broken },
    stop: async () => {
      await running.stop();
      await discovery.stop();
      provider.destroy();
    },
  };
}
