/**
 * Mutates the contracts, one place at a time, and expects a test to fail for each mutant.
 *
 * `npm run mutate` tries all mutants, `npm run mutate -- Treasury` those of the files whose path contains the word. Gas
 * tests are excluded: any change would fail them. The results are kept in a file, and a later run of the same sources
 * goes on from there; `MUTATE_RESULTS` names another file.
 */
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFiles } from "./check/files.ts";
import { isMutated, mutantsOf, nameOf } from "./mutate/mutants.ts";
import { Results } from "./mutate/results.ts";

const [word = ""] = process.argv.slice(2);
const file = process.env["MUTATE_RESULTS"] ?? join(tmpdir(), "servicecoin-mutants.jsonl");
const names = projectFiles("contracts")
  .filter((name) => isMutated(name) && name.includes(word))
  .flatMap((name) => mutantsOf(name).map(nameOf));
if (names.length === 0) throw new Error(`no mutated contract has "${word}" in its path`);
console.log(`${names.length} mutants; results in ${file}`);

const env = { ...process.env, MUTATE_WORD: word, MUTATE_RESULTS: file };
const args = ["node_modules/hardhat/dist/src/cli.js", "run", "--no-compile", "scripts/mutate/run.ts"];
let failures = 0;
let decided = -1;
while (failures < 2) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
  if (status === 0) break;
  // A mutant may end the process. After the second time it is undecided, and the next process goes on without it.
  const now = new Results(file).decided(names).length;
  failures = now > decided ? 0 : failures + 1;
  decided = now;
}
if (failures === 2) throw new Error("The process that runs the tests ended twice without a result: see above.");

const results = new Results(file).decided(names);
const VERDICTS = ["killed", "equivalent", "invalid", "undecided", "lives"] as const;
console.log(`| file | mutants | ${VERDICTS.join(" | ")} |\n| --- |${" ---: |".repeat(VERDICTS.length + 1)}`);
for (const source of new Set(results.map(({ name }) => name.split(":")[0]))) {
  const own = results.filter(({ name }) => name.startsWith(`${source}:`));
  const counts = VERDICTS.map((verdict) => own.filter((result) => result.verdict === verdict).length);
  console.log(`| ${[source, own.length, ...counts].join(" | ")} |`);
}
const open = results.filter(({ verdict }) => verdict === "lives" || verdict === "undecided");
for (const { name, verdict, by } of open) console.log(`${verdict}: ${name}: ${by}`);
if (open.length > 0) process.exitCode = 1;
