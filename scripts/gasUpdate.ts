import { writeBaseline } from "../test/gas/baseline.js";
import { markFaults } from "../test/gas/faults.js";
import { measure } from "../test/gas/measure.js";
import { measureElsewhere } from "../test/gas/measureElsewhere.js";

// A separate script, because `hardhat run` does not pass arguments.
const measured = await measure();
await writeBaseline("osaka", measured);
await writeBaseline("amsterdam", await measureElsewhere("amsterdam"));
const faults = markFaults(measured);
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exitCode = 1;
}
