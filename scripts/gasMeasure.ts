import { writeFile } from "node:fs/promises";
import { measure } from "../test/gas/measure.js";

// Writes to a file, because `hardhat run` may print more than the script does.
const file = process.env["GAS_FILE"];
if (file === undefined) throw new Error("GAS_FILE must name the file that the measurements are written to.");
await writeFile(file, JSON.stringify(await measure()));
