import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Lists the files below the given folders that git tracks or would track. */
export function projectFiles(...folders: string[]): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ...folders];
  return execFileSync("git", args, { encoding: "utf8" }).split("\n").filter(Boolean);
}

/** Reads the text of a file. */
export function read(file: string): string {
  return readFileSync(file, "utf8");
}

/** Prints the faults and sets exit code 1, or reports that the check passed. */
export function report(check: string, faults: string[]): void {
  for (const fault of faults) console.error(`${check}: ${fault}`);
  if (faults.length === 0) console.log(`${check}: ok`);
  else process.exitCode = 1;
}
