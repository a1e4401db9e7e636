/** Checks names and files: each name declared once, each function tested in its own file, no file too long. */
import { basename } from "node:path";
import { projectFiles, read, report } from "./files.ts";

const contracts = projectFiles("contracts").filter((file) => file.endsWith(".sol"));
const product = contracts.filter((file) => !file.startsWith("contracts/mocks/"));
const tests = new Set(projectFiles("test"));

/** Finds contracts, types, events and errors that two files declare. */
function declaredTwice(): string[] {
  const pattern = /^\s*(?:abstract contract|contract|interface|library|struct|enum|type|event|error) (\w+)/gm;
  const places = new Map<string, string[]>();
  for (const file of contracts) {
    for (const [, name = ""] of read(file).matchAll(pattern)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  return [...places]
    .filter(([, files]) => files.length > 1)
    .map(([name, files]) => `${name} is declared in ${files.join(" and ")}`);
}

/** Interfaces of contracts that others wrote, and test. */
const EXTERNAL = "contracts/interfaces/external/";

/** Finds state-changing functions of our interfaces without `test/unit/<Contract>/<function>.ts`. */
function untested(): string[] {
  const files = product
    .filter((file) => file.startsWith("contracts/interfaces/") && !file.startsWith(EXTERNAL))
    .flatMap((file) => {
      const contract = basename(file, ".sol").slice(1);
      const functions = [...read(file).matchAll(/^ {4}function (\w+)\(([^;]*);/gm)];
      return functions
        .filter(([, , rest = ""]) => !/\b(view|pure)\b/.test(rest))
        .map(([, name = ""]) => `test/unit/${contract}/${name}.ts`);
    });
  // Overloads share one file.
  return [...new Set(files)].filter((file) => !tests.has(file)).map((file) => `${file} is missing`);
}

function maxLinesOf(file: string): number {
  return file.startsWith("contracts/") ? 550 : 400;
}

/** Finds files above their line budget. */
function tooLong(): string[] {
  return [
    ...contracts,
    ...projectFiles("apps", "packages", "scripts", "test", "ignition").filter((file) => /\.tsx?$/.test(file)),
  ]
    .map((file) => ({ file, lines: read(file).split("\n").length - 1, max: maxLinesOf(file) }))
    .filter(({ lines, max }) => lines > max)
    .map(({ file, lines, max }) => `${file} has ${lines} lines, more than ${max}`);
}

report("names", [...declaredTwice(), ...untested(), ...tooLong()]);
