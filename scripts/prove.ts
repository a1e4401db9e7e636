/**
 * Proves claims about the hub's arithmetic for all values with the SMTChecker of solc, and then shows that the same
 * proofs fail on faulty code. The claims are the contracts in `prove/`. An undecided claim counts as failed.
 */
import { breaks, CLAIMS, FAULTS } from "./prove/claims.ts";
import { check } from "./prove/checker.ts";

const failures: string[] = [];
const fail = (line: string): void => {
  failures.push(line);
  console.error(line);
};

for (const claim of CLAIMS) {
  const { safe, findings } = check(claim);
  if (findings.length === 0) console.log(`proved (${safe} checks): ${claim.text}`);
  else fail([`NOT PROVED: ${claim.text}`, ...findings.map(({ text }) => `  ${text}`)].join("\n"));
}

for (const fault of FAULTS) {
  const { findings } = check(fault.claim, (file, source) => breaks(fault, file, source));
  // An undecided result is not enough: the prover must give a counterexample.
  const found = findings.some(({ kind, text }) => kind === "refuted" && text.includes(fault.finding));
  if (found) console.log(`fault found: ${fault.text}`);
  else fail(`FAULT NOT FOUND: ${fault.text}, so the proof of "${fault.claim.text}" is worthless`);
}

console.log(`${CLAIMS.length} claims, ${FAULTS.length} seeded faults, ${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
