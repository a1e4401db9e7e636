import { demo } from "./commands/demo.js";
import { runScript } from "./lib/errors.js";

await runScript((print) => demo(undefined, print));
