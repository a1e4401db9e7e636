/** Writes the reference of the command line. `npm run build` comes first. */
import { writeFileSync } from "node:fs";
import { CLI_REFERENCE, commandLineReference } from "./docs/commandLine.js";
import { wholeProgram } from "./docs/program.js";

writeFileSync(CLI_REFERENCE, commandLineReference(await wholeProgram()));
