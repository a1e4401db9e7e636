import hre from "hardhat";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../lib/errors.js";
import { field } from "./http.js";

/** Runs `servicecoin` as a user does. @returns What it prints. @throws OperatorError with what it says is wrong. */
export async function servicecoin(...args: readonly string[]): Promise<string> {
  const program = path.join(hre.config.paths.root, "packages/cli/dist/main.js");
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args]);
    return stdout.trim();
  } catch (error) {
    const [stdout, stderr] = [field(error, "stdout"), field(error, "stderr")];
    const said = `${String(stdout)} ${String(stderr)}`.replaceAll(/\s+/g, " ");
    throw new OperatorError(`servicecoin ${args.slice(0, 2).join(" ")} failed: ${said}`);
  }
}
