/**
 * Runs a proof-of-stake network of several nodes on this machine until Ctrl-C.
 * `NODES=3 SLOT_SECONDS=12 npm run network` takes other numbers.
 */
import { runScript } from "./lib/errors.js";
import { list } from "./lib/table.js";
import { stopSignal } from "./local/stop.js";
import { Network } from "./network/network.js";
import { readSettings } from "./network/settings.js";
import { watch } from "./network/watch.js";

await runScript(async (print) => {
  const network = await Network.create(readSettings(process.env), print);
  const signal = stopSignal();
  try {
    print("Starting the nodes...");
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    await Promise.race([network.start(), aborted]);
    if (!signal.aborted) {
      const urls = network.nodes.flatMap(({ name, url, beaconUrl }) => [
        [name, url] as const,
        [`${name}, beacon API`, beaconUrl] as const,
      ]);
      print(`${list([["data and logs", network.folder], ...urls])}\n`);
      await watch(network, signal, print, process.stdout.isTTY ? process.stdout : undefined);
    }
  } finally {
    print("Stopping the nodes...");
    await network.stop();
  }
});
// Requests to nodes that are stopped would delay the end, and what was starting when Ctrl-C came would go on.
process.exit();
