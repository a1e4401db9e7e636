import { dev } from "./commands/dev.js";
import { runScript } from "./lib/errors.js";

await runScript(async (print) => {
  await dev(print, process.stdout.isTTY ? process.stdout : undefined);
  // A client that keeps its connection open would delay the end.
  process.exit(0);
});
