import type { Outcome } from "./run.ts";

/** Prints all failures together, the time by folder and the sum. @returns Whether every part passed. */
export function printReport(outcomes: readonly Outcome[], seconds: number): boolean {
  const folders = new Map<string, number>();
  for (const outcome of outcomes) {
    for (const [folder, ms] of Object.entries(outcome.folders)) folders.set(folder, (folders.get(folder) ?? 0) + ms);
  }
  console.log("\nSeconds by folder, of all processes together:");
  for (const [folder, ms] of [...folders].sort((a, b) => b[1] - a[1])) {
    console.log(`${(ms / 1000).toFixed(1).padStart(8)}  ${folder}`);
  }
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
