import { execFile } from "node:child_process";
import hre from "hardhat";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../lib/errors.js";
import { readIfThere } from "../lib/files.js";
import type { Log } from "../lib/log.js";

/** The commands that start the clients. */
export interface Clients {
  consensus: readonly string[];
  execution: readonly string[];
}

/** Of npm, in bytes: it warns of every old package. */
const OUTPUT = 64 * 1024 * 1024;

/**
 * Installs the clients into folders of their own, unless they are there: most users of the project need none of
 * their 1,000 packages. No package but `node` runs an install script.
 * @throws OperatorError when npm fails.
 */
export async function installClients(print: Log): Promise<Clients> {
  const root = path.join(hre.config.paths.root, "tools/network");
  const [consensus, execution] = [path.join(root, "consensus"), path.join(root, "execution")];
  for (const folder of [consensus, execution]) await installIn(folder, print);
  // The newest version that the cryptography of this consensus client is built for.
  const node = path.join(consensus, "node_modules/node/bin/node");
  return {
    consensus: [node, path.join(consensus, "node_modules/.bin/lodestar")],
    execution: [node, path.join(execution, "node_modules/.bin/ethereumjs")],
  };
}

async function installIn(folder: string, print: Log): Promise<void> {
  const lock = await readFile(path.join(folder, "package-lock.json"));
  const digest = createHash("sha256").update(lock).digest("hex");
  const mark = path.join(folder, "node_modules/.installed");
  if ((await readIfThere(mark)) === digest) return;
  print(`Installing the ${path.basename(folder)} client: some minutes the first time...`);
  try {
    await npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    if (path.basename(folder) === "consensus") await npm(folder, "rebuild", "node");
  } catch (error) {
    const said = error instanceof Error ? error.message.split("\n").find((line) => line.startsWith("npm error")) : "";
    throw new OperatorError(`npm cannot install ${folder}: ${said ?? String(error)}`);
  }
  await writeFile(mark, digest);
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  // The project's own setting is for the project's own Node.js.
  await promisify(execFile)("npm", [...args, "--engine-strict=false"], { cwd, maxBuffer: OUTPUT });
}
