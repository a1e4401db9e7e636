import { verify } from "./commands/verify.js";
import { runScript } from "./lib/errors.js";

await runScript((print) => verify(undefined, print));
