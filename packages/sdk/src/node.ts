/**
 * What only Node.js can do: reading the record of a deployment from a file.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { isDeployment, type Deployment } from "./core/client.js";
import { ServiceCoinError } from "./core/errors.js";

/**
 * Reads `deployments/<chainId>.json`, which `npm run deploy` and `npm start` write.
 * @param chainId Chain of the deployment.
 * @param folder Where the folder `deployments` lies; the current folder unless told.
 * @throws ServiceCoinError `InvalidDeployment` when there is no such file or it is no deployment
 */
export async function readDeployment(chainId: number | bigint, folder = "."): Promise<Deployment> {
  const file = path.join(folder, "deployments", `${chainId.toString()}.json`);
  try {
    const deployment: unknown = JSON.parse(await readFile(file, "utf8"));
    if (isDeployment(deployment) && BigInt(deployment.chainId) === BigInt(chainId)) return deployment;
  } catch (error) {
    throw new ServiceCoinError("InvalidDeployment", { contract: "any contract", address: file }, error);
  }
  throw new ServiceCoinError("InvalidDeployment", { contract: "any contract", address: file });
}
