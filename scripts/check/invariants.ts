/** Checks that test/invariants/README.md and the functions `invariant_<number>_...` beside it have the same numbers. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../test/invariants");

function numbersIn(text: string, pattern: RegExp): number[] {
  return Array.from(text.matchAll(pattern), ([, number]) => Number(number));
}

function problems(promised: number[], tested: number[]): string[] {
  const found: string[] = [];
  for (const [numbers, place] of [
    [promised, "README.md promises"],
    [tested, "*.t.sol tests"],
  ] as const) {
    const twice = new Set(numbers.filter((number, i) => numbers.indexOf(number) !== i));
    for (const number of twice) found.push(`test/invariants/${place} invariant ${number} more than once.`);
  }
  for (const number of new Set(promised.filter((number) => !tested.includes(number)))) {
    found.push(`test/invariants/README.md promises invariant ${number}, but no function in *.t.sol tests it.`);
  }
  for (const number of new Set(tested.filter((number) => !promised.includes(number)))) {
    found.push(`A function in test/invariants/*.t.sol tests invariant ${number}, but README.md does not promise it.`);
  }
  if (promised.length === 0) found.push("test/invariants/README.md lists no invariants.");
  return found;
}

const promised = numbersIn(readFileSync(join(FOLDER, "README.md"), "utf8"), /^(\d+)\. /gm);
const sources = readdirSync(FOLDER).filter((file) => file.endsWith(".t.sol"));
const tested = sources.flatMap((file) =>
  numbersIn(readFileSync(join(FOLDER, file), "utf8"), /^\s*function invariant_(\d+)_\w+\(/gm),
);

const found = problems(promised, tested);
for (const problem of found) console.error(problem);
if (found.length > 0) process.exitCode = 1;
else console.log(`${promised.length} invariants are promised and tested.`);
