import { createIndexerClient } from "@servicecoin/indexer/client";
import { logChannel, readMonitorSettings, startMonitor, type Channel } from "@servicecoin/monitor";
import { createClient, openProvider } from "@servicecoin/sdk";
import path from "node:path";
import { localAccount } from "../../ignition/localAccounts.js";
import { PROGRAM_ACCOUNTS } from "./accounts.js";
import type { LocalSystem, Program } from "./program.js";

/** Seconds between two looks. */
const INTERVAL = 5;

/** Starts the monitor of a local system. @param indexer URL of the API. @param channel Is told of alerts besides the log. */
export async function startLocalMonitor(system: LocalSystem, indexer: string, channel: Channel): Promise<Program> {
  const { node, record, ports, folder } = system;
  const provider = await openProvider(node);
  const client = createClient(provider, record);
  const log = system.log("monitor");
  const { rules } = readMonitorSettings({ name: "the rules of npm start", text: await rulesOf(client.dao) });
  const running = await startMonitor({
    ...{ client, provider, expected: record, index: createIndexerClient(indexer), rules },
    ...{ channels: [logChannel(log), channel], state: path.join(folder, "monitor.json"), log },
    ...{ port: ports.monitor, interval: INTERVAL },
  });
  return {
    ...{ name: "monitor", url: running.url, broken: running.broken },
    stop: async () => {
      await running.stop();
      provider.destroy();
    },
  };
}

async function rulesOf(dao: { proposalGuardian(): Promise<string> }): Promise<string> {
  const accounts = Object.entries(PROGRAM_ACCOUNTS).map(([name, index]) => ({
    name,
    address: localAccount(index).address,
  }));
  const rules = { gas: { accounts }, guardian: { expected: await dao.proposalGuardian() } };
  // A local chain makes a block for a transaction only, so its last one may be old.
  return JSON.stringify({ interval: INTERVAL, off: ["stalled"], rules });
}
