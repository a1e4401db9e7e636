import { connect } from "../lib/chain.js";
import { deploySystem } from "../lib/deploySystem.js";
import type { Log } from "../lib/log.js";
import { report } from "../lib/report.js";

/**
 * Deploys the system, or continues a deployment that was interrupted, and prints what is deployed.
 * @param networkName Default: the network of `--network`.
 * @throws OperatorError when the operator must act.
 */
export async function deploy(networkName: string | undefined, print: Log): Promise<void> {
  const connection = await connect(networkName);
  print(`Deploying to ${connection.networkName}.`);
  const deployment = await deploySystem(connection, connection.networkName, print);
  print(`\n${await report(deployment)}`);
}
