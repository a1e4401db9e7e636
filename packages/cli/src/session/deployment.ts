import path from "node:path";
import { type Deployment, ServiceCoinError } from "@servicecoin/sdk";
import { isDeployment } from "@servicecoin/sdk/internal";
import { CliError } from "../errors/cliError.js";
import type { Files } from "./files.js";

/** A deployment record and its file. */
export interface Found {
  file: string;
  deployment: Deployment;
}

/**
 * Finds the deployment record of a chain: the named file, or `deployments/<chainId>.json` in the folder or a parent.
 * @throws CliError `NoDeployment`, `BadDeployment`; ServiceCoinError `WrongChain`
 */
export async function findDeployment(
  named: string | undefined,
  chainId: bigint,
  folder: string,
  files: Files,
): Promise<Found> {
  if (named !== undefined) {
    const text = await files.readIfThere(named);
    if (text === undefined) throw new CliError("NoDeployment", `${named} does not exist.`, { file: named });
    return { file: named, deployment: parse(named, named, text, chainId) };
  }
  for (const above of upwards(folder)) {
    const file = path.join(above, "deployments", `${chainId.toString()}.json`);
    const text = await files.readIfThere(file);
    if (text !== undefined) return { file, deployment: parse(file, files.shown(file), text, chainId) };
  }
  const name = `deployments/${chainId.toString()}.json`;
  const message = `No ${name} here or in a parent folder: deploy first, or name the file with --deployment.`;
  throw new CliError("NoDeployment", message, { chainId, file: name });
}

/** Returns a folder and all its parents. */
export function upwards(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

function parse(file: string, shown: string, text: string, chainId: bigint): Deployment {
  const deployment = jsonOf(text);
  if (!isDeployment(deployment)) {
    const message = `${shown} is not a deployment record: it needs a chainId and the contracts with their addresses.`;
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
