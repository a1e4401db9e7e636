/** Writes the reference of the command line. `npm run build` comes first. */
import { writeFileSync } from "node:fs";
import { createProgram } from "../packages/cli/src/program.js";
import { CLI_REFERENCE, commandLineReference } from "./docs/commandLine.js";

writeFileSync(CLI_REFERENCE, commandLineReference(createProgram(false)));
