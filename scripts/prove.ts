/**
 * Proves claims about the hub's arithmetic for all values, by the SMTChecker that is part of solc, and then shows that the same
 * proofs fail when the code is broken. The claims are the contracts in `prove/`. What is undecided counts as failed.
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
  // Being at a loss is no discovery: the prover must give an example.
  const found = findings.some(({ kind, text }) => kind === "refuted" && text.includes(fault.finding));
  if (found) console.log(`found, as it must be: ${fault.text}`);
  else fail(`NOT FOUND: ${fault.text}, so "${fault.claim.text}" proves nothing`);
}

console.log(`${CLAIMS.length} claims, ${FAULTS.length} seeded faults, ${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
