import { deploy } from "./commands/deploy.js";
import { runScript } from "./lib/errors.js";

await runScript((print) => deploy(undefined, print));
