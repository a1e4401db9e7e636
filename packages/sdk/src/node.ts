/**
 * Functions that need Node.js: reading the record of a deployment from a file.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { isDeployment, type Deployment } from "./core/client.js";
import { ServiceCoinError } from "./core/errors.js";

/**
 * Reads `deployments/<chainId>.json`, which `npm run deploy` and `npm start` write.
 * @param folder The folder that contains `deployments`. Default: the current folder.
 * @throws ServiceCoinError `DeploymentNotFound` when the file does not exist, `InvalidDeployment` when it is not a
 * deployment
 * @example
 * ```ts
 * const deployment = await readDeployment(31337);
 * const client = await connect(new Wallet(privateKey, provider), deployment);
 * ```
 */
export async function readDeployment(chainId: number | bigint, folder = "."): Promise<Deployment> {
  const file = path.join(folder, "deployments", `${chainId.toString()}.json`);
  try {
    // The decoder removes a byte order mark.
    const deployment: unknown = JSON.parse(new TextDecoder().decode(await readFile(file)));
    if (isDeployment(deployment) && BigInt(deployment.chainId) === BigInt(chainId)) return deployment;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new ServiceCoinError("DeploymentNotFound", { file }, error);
    }
    throw new ServiceCoinError("InvalidDeployment", { contract: "any contract", address: file }, error);
  }
  throw new ServiceCoinError("InvalidDeployment", { contract: "any contract", address: file });
}
