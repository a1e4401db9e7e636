import hre from "hardhat";
import { execFile } from "node:child_process";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** Returns the folder of deployments/ and ignition/deployments/. Default: the project; tests use another one. */
export function deploymentsRoot(): string {
  return process.env["DEPLOYMENTS_ROOT"] ?? hre.config.paths.root;
}

/** Formats a path relative to the working directory, as the operator would type it. */
export function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

/** Returns the text of a file, or undefined if it does not exist. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes a file atomically: a reader sees the old text or the new text, even if this process is killed. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.tmp`;
  const handle = await open(temporary, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Returns the checked-out commit, or null outside a git repository. */
export async function headCommit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd: hre.config.paths.root });
    return stdout.trim();
  } catch {
    return null;
  }
}
