import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { HARDFORK_VARIABLE, type Hardfork } from "./hardfork.js";
import type { Measurements } from "./measure.js";

const ROOT = join(import.meta.dirname, "../..");

/** Measures under other rules in a process of its own, because the chain of a process has fixed rules. */
export async function measureElsewhere(hardfork: Hardfork): Promise<Measurements> {
  const folder = await mkdtemp(join(tmpdir(), "servicecoin-gas-"));
  try {
    const file = join(folder, "measurements.json");
    const hardhat = join(ROOT, "node_modules/hardhat/dist/src/cli.js");
    const env = { ...process.env, [HARDFORK_VARIABLE]: hardfork, GAS_FILE: file };
    await promisify(execFile)(process.execPath, [hardhat, "run", "--no-compile", "scripts/gasMeasure.ts"], {
      cwd: ROOT,
      env,
    });
    return JSON.parse(await readFile(file, "utf8")) as Measurements;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
