import hre from "hardhat";
import { execFile } from "node:child_process";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** Where deployments/ and ignition/deployments/ are kept: the project, or another folder to keep runs apart. */
export function deploymentsRoot(): string {
  return process.env["DEPLOYMENTS_ROOT"] ?? hre.config.paths.root;
}

/** A path as the operator would type it. */
export function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes a file so that whoever reads it sees the old text or the new one, whenever this process dies. */
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

/** The commit that is checked out, or null where there is no git. */
export async function headCommit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd: hre.config.paths.root });
    return stdout.trim();
  } catch {
    return null;
  }
}
