import { readBaseline } from "../test/gas/baseline.js";
import { baselineFaults, markFaults } from "../test/gas/faults.js";
import { measure } from "../test/gas/measure.js";
import { measureElsewhere } from "../test/gas/measureElsewhere.js";
import { measureGovernor } from "../test/gas/peers/governor.js";
import { measureMulticall3 } from "../test/gas/peers/multicall3.js";
import { measureRouter } from "../test/gas/peers/router.js";
import { measureTokens } from "../test/gas/peers/tokens.js";
import { RECORDED, RECORDED_WITH } from "../test/gas/recorded.js";
import { report } from "../test/gas/report.js";

const baseline = await readBaseline("osaka");
const measured = await measure();
const next = { measured: await measureElsewhere("amsterdam"), baseline: await readBaseline("amsterdam") };
const peers = [
  ...(await measureTokens()),
  ...(await measureGovernor()),
  ...(await measureMulticall3()),
  ...(await measureRouter()),
  ...RECORDED,
];
const faults = [
  ...baselineFaults(measured, baseline),
  ...baselineFaults(next.measured, next.baseline).map((fault) => `Under Amsterdam: ${fault}`),
  ...markFaults(measured),
];

console.log(report(measured, baseline, next, peers));
console.log(`\nPeers run here with the same compiler and settings; recorded: ${RECORDED_WITH}.`);
if (faults.length > 0) {
  console.error(`\n${faults.join("\n")}\n\nAccept new numbers with: npm run gas:update`);
  process.exitCode = 1;
}
