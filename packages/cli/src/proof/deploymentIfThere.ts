import type { Deployment } from "@servicecoin/sdk";
import { isCode } from "../errors/shownError.js";
import { findDeployment } from "../session/deployment.js";
import type { Session } from "../session/session.js";

/**
 * The deployment record of a chain. Unlike `session.deployment()` it connects to no node, and returns undefined if
 * there is no record and none was named.
 * @throws CliError `BadDeployment`, and `NoDeployment` for a named file; ServiceCoinError `WrongChain`
 */
export async function deploymentIfThere(session: Session, chainId: bigint): Promise<Deployment | undefined> {
  const { settings, io, files } = session;
  try {
    return (await findDeployment(settings.deployment, chainId, io.cwd, files)).deployment;
  } catch (error) {
    if (!isCode(error, "NoDeployment") || settings.deployment !== undefined) throw error;
    return undefined;
  }
}
