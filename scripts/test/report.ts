import path from "node:path";
import type { Outcome } from "./run.ts";

const SLOWEST = 15;

/** Prints all failures together, the times by folder and file, and the sum. @returns Whether every part passed. */
export function printReport(outcomes: readonly Outcome[], seconds: number): boolean {
  const files = outcomes.flatMap((outcome) => Object.entries(outcome.files));
  const folders = new Map<string, number>();
  for (const [file, ms] of files) {
    const folder = path.posix.dirname(file);
    folders.set(folder, (folders.get(folder) ?? 0) + ms);
  }
  printTimes("Seconds by folder, of all processes together:", [...folders]);
  printTimes(`The ${SLOWEST} slowest files:`, files, SLOWEST);
  const sum = (key: "passed" | "failed" | "pending"): number => outcomes.reduce((total, item) => total + item[key], 0);
  const failures = outcomes.flatMap((item) => item.failures);
  failures.forEach(({ title, text }, index) => {
    console.log(`\n${index + 1}) ${title}\n${text}`);
  });
  const passed = sum("passed");
  const isOk = passed > 0 && outcomes.every((item) => item.isOk);
  if (passed === 0) console.log("\nNo test has run.");
  console.log(
    `\nTests: ${passed} passed, ${sum("failed")} failed, ${sum("pending")} pending, in ${seconds.toFixed(0)} s`,
  );
  return isOk;
}

function printTimes(title: string, times: [name: string, ms: number][], count = times.length): void {
  console.log(`\n${title}`);
  const slowest = times.toSorted((a, b) => b[1] - a[1]).slice(0, count);
  for (const [name, ms] of slowest) console.log(`${(ms / 1000).toFixed(1).padStart(8)}  ${name}`);
}
