/**
 * Mutates the contracts, one place at a time, and expects a test to fail for each mutant.
 *
 * `npm run mutate` tries all mutants. `npm run mutate -- Treasury 20-40` tries mutants 20 to 40 of the files whose path
 * contains the word. Gas tests are excluded: any change would fail them.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { projectFiles, read } from "./check/files.ts";

interface Mutant {
  file: string;
  line: number;
  from: string;
  to: string;
  text: string;
}

/** The mutations, as patterns for one line of code. */
const OPERATORS: [RegExp, (match: string) => string][] = [
  [/ < /g, () => " <= "],
  [/ <= /g, () => " < "],
  [/ > /g, () => " >= "],
  [/ >= /g, () => " > "],
  [/ == /g, () => " != "],
  [/ != /g, () => " == "],
  [/ && /g, () => " || "],
  [/ \|\| /g, () => " && "],
  [/ \+ (?!=)/g, () => " - "],
  [/ - (?!=)/g, () => " + "],
  [/ << /g, () => " >> "],
  [/ \| /g, () => " & "],
  [/!(?=[\w(])/g, () => ""],
  [
    /\b(85|255|96|10_000|500|30 days|60 days|90 days|1 days|30|16)\b/g,
    (match) => match.replace(/^\d+/, (n) => `${Number(n) + 1}`),
  ],
  [/^ +emit .*;$/g, () => ""],
  [/^ +if \(.*\) revert .*;$/g, () => ""],
  [/^ +(_checkBounds|_checkLimit|_chargeCap|_checkSignature)\(.*\);$/g, () => ""],
  [/ (onlyOwner|onlyGovernance)(?= |\()/g, () => ""],
  [/\bVoteType\.Abstain\b(?=\))/g, () => "VoteType.For"],
  [/\bmsg\.sender\b/g, () => "address(this)"],
  [
    /^ +(_delegate|_mint|_setProposalGuardian|budget\.reset|_caps\[asset\]\.reset|budget\.updateSettings)\(.*\);$/g,
    () => "",
  ],
  [/\boperator, from\b/g, () => "from, operator"],
  [/\bMath\.max\b/g, () => "Math.min"],
];

/** Lists the mutants of a file. Comments, imports and pragmas are not mutated. */
function mutantsOf(file: string): Mutant[] {
  return read(file)
    .split("\n")
    .flatMap((text, index) => {
      if (/^\s*(\/\/|import|pragma|using|error|event|function \w+\(self)/.test(text)) return [];
      return OPERATORS.flatMap(([pattern, replace]) =>
        [...text.matchAll(pattern)].map((match) => ({
          file,
          line: index + 1,
          text,
          from: match[0],
          to: text.slice(0, match.index) + replace(match[0]) + text.slice(match.index + match[0].length),
        })),
      );
    });
}

/** Copies the project to a folder for the mutants, with the same installed packages. */
function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "mutants-"));
  for (const file of projectFiles()) if (!file.startsWith("test/gas/")) cpSync(file, join(folder, file));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Runs Hardhat in the copy. Returns whether it succeeds. */
function hardhat(folder: string, ...args: string[]): boolean {
  const cli = join(folder, "node_modules/hardhat/dist/src/cli.js");
  return spawnSync(process.execPath, [cli, ...args], { cwd: folder, stdio: "ignore", timeout: 600_000 }).status === 0;
}

/** Returns whether the unit tests pass and, only if they do, whether the slower Solidity tests pass too. */
function testsPass(folder: string, unitTests: string[]): boolean {
  return (
    hardhat(folder, "test", "mocha", "--no-compile", "--bail", ...unitTests) && hardhat(folder, "test", "solidity")
  );
}

/** Tests one mutant: no test fails (lives), a test fails (killed), or it does not compile (invalid). */
function judge(folder: string, { file, line, to }: Mutant, unitTests: string[]): "lives" | "killed" | "invalid" {
  const original = read(file);
  const lines = original.split("\n");
  lines[line - 1] = to;
  writeFileSync(join(folder, file), lines.join("\n"));
  try {
    if (!hardhat(folder, "build", "--no-tests")) return "invalid";
    return testsPass(folder, unitTests) ? "lives" : "killed";
  } finally {
    writeFileSync(join(folder, file), original);
  }
}

const [word = "", range = ""] = process.argv.slice(2);
const [first = 1, last = Infinity] = range === "" ? [] : range.split("-").map(Number);
const mutants = projectFiles("contracts")
  .filter((file) => file.endsWith(".sol") && !/contracts\/(mocks|interfaces)\//.test(file) && file.includes(word))
  .flatMap(mutantsOf);
const folder = copyProject();
const unitTests = projectFiles("test/unit").filter((file) => file.endsWith(".ts"));
const survivors: string[] = [];
let [killed, invalid] = [0, 0];
try {
  if (!hardhat(folder, "build", "--no-tests") || !testsPass(folder, unitTests)) {
    throw new Error("The tests fail without any mutation.");
  }
  for (const [index, mutant] of mutants.entries()) {
    if (index + 1 < first || index + 1 > last) continue;
    const verdict = judge(folder, mutant, unitTests);
    const place = `${mutant.file}:${mutant.line} ${mutant.text.trim()}  =>  ${mutant.to.trim() || "(removed)"}`;
    console.log(`${index + 1}/${mutants.length} ${verdict}: ${place}`);
    if (verdict === "lives") survivors.push(place);
    if (verdict === "killed") killed += 1;
    if (verdict === "invalid") invalid += 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${killed} killed, ${survivors.length} live, ${invalid} do not compile`);
for (const place of survivors) console.log(`  lives: ${place}`);
if (survivors.length > 0) process.exitCode = 1;
