/**
 * Runs the tests side by side, one process per part, and ends with one report. `npm test` runs all parts. Names after
 * `npm test --` select groups: solidity, unit, walk, sdk, cli, gateway, indexer, proof, keeper, monitor, operator, web,
 * flows. `TEST_JOBS` sets how many parts run at once. Default: one more than there are cores. Two parts that wait
 * most of the time run beside them.
 */
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { GROUPS, partsOf } from "./test/parts.ts";
import { Pool } from "./lib/pool.ts";
import { installBrowserIfMissing } from "./test/installBrowser.ts";
import { printReport } from "./test/report.ts";
import { LOGS, runBuild, runPart, type Outcome } from "./test/run.ts";

const groups = process.argv.slice(2);
const unknown = groups.filter((name) => !GROUPS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no group "${unknown.join(", ")}" of tests; there are ${GROUPS.join(", ")}.`);
  process.exit(1);
}
const jobs = Number(process.env["TEST_JOBS"] ?? availableParallelism() + 1);
if (!Number.isInteger(jobs) || jobs < 1) {
  console.error(`TEST_JOBS is "${String(process.env["TEST_JOBS"])}" but must be a whole number of at least 1.`);
  process.exit(1);
}

/** How many parts run at once that wait most of the time. */
const WAITING_JOBS = 2;

const startedAt = performance.now();
rmSync(LOGS, { recursive: true, force: true });
const outcomes: Outcome[] = [];
const add = (outcome: Outcome): void => {
  outcomes.push(outcome);
  const { name, passed, failed, seconds, isOk } = outcome;
  const counts = passed + failed === 0 ? "" : `${passed} passed${failed > 0 ? `, ${failed} failed` : ""}`;
  console.log(`${isOk ? "  ok" : "FAIL"}  ${name.padEnd(16)}${counts.padEnd(26)}${seconds.toFixed(0).padStart(5)} s`);
};

const parts = partsOf(groups.length === 0 ? GROUPS : groups);
if (parts.some(({ group }) => group === "web")) installBrowserIfMissing();
console.log(`Compiling, then ${parts.length} parts, ${jobs} at once and ${WAITING_JOBS} that mostly wait.`);
const compiled = await runBuild("compile");
add(compiled);
if (compiled.isOk) {
  const pool = new Pool(jobs);
  const waiting = new Pool(WAITING_JOBS);
  // The other parts import the packages as they are published; Solidity tests do not.
  const built = pool.run(async () => {
    const outcome = await runBuild("packages");
    add(outcome);
    return outcome.isOk;
  });
  const running = parts.map((part) =>
    part.group === "solidity"
      ? pool.run(async () => {
          add(await runPart(part));
        })
      : built.then((isBuilt) =>
          (part.isWaiting ? waiting : pool).run(async () => {
            if (isBuilt) add(await runPart(part));
          }),
        ),
  );
  await Promise.all(running);
}
process.exitCode = printReport(outcomes, (performance.now() - startedAt) / 1000) ? 0 : 1;
