/** The process of one part: it is told by message what to run, and tells the runner how that went. */
import hre from "hardhat";
import { z } from "zod";
import { compileTests } from "../lib/compile.js";
import type { Message, Task } from "./messages.js";
import { reporterFor } from "./reporter.js";

const summaryType = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number().default(0),
  failureOutput: z.string().default(""),
});
const resultType = z.union([
  z.object({ value: z.object({ summary: summaryType }) }),
  z.object({ error: z.object({ summary: summaryType }) }),
]);

const send = (message: Message): Promise<void> =>
  new Promise((resolve) =>
    process.send?.(message, undefined, undefined, () => {
      resolve();
    }),
  );

// Ends with the runner; the nodes of the tests end with this process.
for (const event of ["disconnect", "SIGINT", "SIGTERM"]) process.once(event, () => process.exit(1));

const task = await new Promise<Task>((resolve) => process.once("message", resolve));
if (task.kind === "solidity") await runSolidity();
else await runMocha(task.files);
// Whatever a test has left open.
process.exit();

async function runSolidity(): Promise<void> {
  const startedAt = performance.now();
  // Here, so that nothing else waits for it.
  await compileTests();
  // Without an index Hardhat counts nothing for the summary.
  const options = { noCompile: true, testSummaryIndex: 1 };
  const result = resultType.parse(await hre.tasks.getTask(["test", "solidity"]).run(options));
  const { passed, failed, skipped, failureOutput } = "value" in result ? result.value.summary : result.error.summary;
  const failures = Array.from({ length: failed }, (_, index) => ({
    title: `Solidity tests, failure ${index + 1}`,
    text: index === 0 ? failureOutput : "",
  }));
  if (passed + failed === 0) failures.push({ title: "Solidity tests", text: "none has run" });
  if ("error" in result && failed === 0) failures.push({ title: "Solidity tests", text: "ended with an error" });
  await send({
    type: "done",
    passed,
    pending: skipped,
    failures,
    files: { solidity: performance.now() - startedAt },
  });
}

async function runMocha(testFiles: string[]): Promise<void> {
  // Hardhat would read all that the compiler has written, to say in which line of Solidity a call has reverted.
  // A file that `hardhat test` runs by itself says it.
  hre.artifacts.getAllBuildInfoIds = () => Promise.resolve(new Set());
  const done: Message[] = [];
  hre.config.test.mocha.reporter = reporterFor(hre.config.paths.root, (message) => {
    if (message.type === "done") done.push(message);
    else void send(message);
  });
  await hre.tasks.getTask(["test", "mocha"]).run({ testFiles, noCompile: true });
  for (const message of done) await send(message);
}
