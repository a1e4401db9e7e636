import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Deployment, ServiceCoinError } from "@servicecoin/sdk";
import { isDeployment } from "@servicecoin/sdk/internal";
import { CliError } from "./errors.js";

/** A deployment and where it was found. */
export interface Found {
  file: string;
  deployment: Deployment;
}

/**
 * The deployment of a chain: the file that was named, or `deployments/<chainId>.json` in this folder or one above.
 * @throws CliError `NoDeployment`, `BadDeployment`; ServiceCoinError `WrongChain`
 */
export async function findDeployment(named: string | undefined, chainId: bigint, folder: string): Promise<Found> {
  if (named !== undefined) {
    const text = await readIfThere(named);
    if (text === undefined) throw new CliError("NoDeployment", `There is no file ${named}.`, { file: named });
    return { file: named, deployment: parse(named, text, chainId) };
  }
  for (const above of upwards(folder)) {
    const file = path.join(above, "deployments", `${chainId.toString()}.json`);
    const text = await readIfThere(file);
    if (text !== undefined) return { file, deployment: parse(file, text, chainId) };
  }
  const name = `deployments/${chainId.toString()}.json`;
  const message = `There is no ${name} here or above: deploy first, or name the file with --deployment.`;
  throw new CliError("NoDeployment", message, { chainId, file: name });
}

/** A folder and all above it. */
export function upwards(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** A path as somebody here would type it. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") || relative === "" ? file : relative;
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new CliError("UnreadableFile", `${file} cannot be read (${String(code)}).`, { file, code }, undefined, error);
  }
}

function parse(file: string, text: string, chainId: bigint): Deployment {
  const deployment = jsonOf(text);
  if (!isDeployment(deployment)) {
    const message = `${shownPath(file)} is no deployment: it needs a chainId and the contracts with their addresses.`;
    throw new CliError("BadDeployment", message, { file });
  }
  if (BigInt(deployment.chainId) !== chainId) {
    throw new ServiceCoinError("WrongChain", { expected: BigInt(deployment.chainId), actual: chainId });
  }
  return deployment;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
