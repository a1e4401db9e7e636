/**
 * Starts a network of several nodes, deploys the system on it, pays, compares the nodes, stops one and starts it again.
 * Run with `npm run network:check`. Takes some minutes.
 */
import { runScript } from "./lib/errors.js";
import { Steps } from "./lib/steps.js";
import { stopSignal } from "./local/stop.js";
import { Network } from "./network/network.js";
import { readSettings } from "./network/settings.js";
import { story } from "./network/story.js";

await runScript(async (print) => {
  const network = await Network.create(readSettings(process.env), print);
  // The record of this deployment must not replace that of a local chain.
  process.env["DEPLOYMENTS_ROOT"] = network.folder;
  const aborted = new Promise<never>((_, reject) => {
    stopSignal().addEventListener("abort", () => {
      reject(new Error("interrupted"));
    });
  });
  try {
    print(`Starting ${network.settings.nodes} nodes, with data and logs in ${network.folder}`);
    const run = network.start().then(() => story(network, new Steps(print)));
    await Promise.race([run, aborted]);
    print("\nAll steps succeeded.");
  } finally {
    await network.stop();
  }
});
// Requests to nodes that are stopped would delay the end, and what was starting when Ctrl-C came would go on.
process.exit();
