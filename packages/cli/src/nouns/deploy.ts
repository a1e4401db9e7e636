import { findClone, type Clone } from "../session/repository.js";
import { confirm } from "../command/confirm.js";
import { findDeployment } from "../session/deployment.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { endOf, startHardhat } from "../session/hardhat.js";
import type { Environment, Io, OutputStream } from "../io.js";
import type { Input } from "../command/input.js";
import { withExamples, type Noun } from "../command/noun.js";
import { LOCAL, urlVariableOf, variableOf } from "../session/network.js";
import type { Session } from "../session/session.js";
import { isCode } from "../errors/shownError.js";
import { perform } from "../command/perform.js";

/** Networks of hardhat.config.ts, with their chain ids. Hardhat itself refuses others. */
const NETWORKS: Readonly<Record<string, bigint | undefined>> = { localhost: 31337n, sepolia: 11_155_111n };

/** A network of hardhat.config.ts. */
interface Target {
  name: string;
  chainId: bigint | undefined;
  /** Undefined if only Hardhat knows it. */
  url: string | undefined;
}

/** Deploys the whole system with the script of the repository. */
export const deploy: Noun = (command) => {
  command.option("--no-compile", "use the contracts as compiled before");
  withExamples(command, [
    "servicecoin deploy                                    to the local node",
    "servicecoin deploy --network sepolia --yes            for keys see docs/operations/deploy.md",
  ]);
  perform(command, run);
};

async function run(input: Input, session: Session): Promise<void> {
  refuseOthers(session);
  const { io, out, files } = session;
  const clone = findClone(io.cwd, "Deployment");
  const target = await targetOf(session);
  if (target.chainId !== undefined) {
    await confirm(session, target.chainId, "Deploy the whole system, in eleven transactions", []);
  }
  if (input.flag("compile")) {
    const compile = ["build", "--quiet", "--no-tests"];
    await out.during("Compiling the contracts", () => hardhat(clone, io, compile, {}, undefined));
  }
  // With --json, stdout is for the result, but Hardhat may prompt for its keystore password.
  const terminal = io.stderr.isTTY === true ? io.stderr : undefined;
  const args = ["run", "--no-compile", "scripts/deploy.ts", "--network", target.name];
  await hardhat(clone, io, args, environmentOf(target, io.env), out.isJson ? terminal : io.stdout);
  if (!out.isJson) return;
  const root = io.env["DEPLOYMENTS_ROOT"] ?? clone.root;
  const record =
    target.chainId === undefined ? target : (await findDeployment(undefined, target.chainId, root, files)).deployment;
  out.print(record, () => "");
}

/** Refuses options that the script does not support. @throws CliError `UnsupportedOption` */
function refuseOthers({ settings: { key, network = LOCAL, deployment } }: Session): void {
  if (key !== undefined && key.kind !== "environment") {
    const variable = variableOf(network, "PRIVATE_KEY");
    const source =
      network === LOCAL
        ? "deploy signs with the first account of the local node"
        : `deploy reads its key from ${variable}, in the environment or in Hardhat's keystore`;
    const message = `${source}: omit --keyfile, --keystore and --account.`;
    throw new CliError("UnsupportedOption", message, network === LOCAL ? { network } : { network, variable });
  }
  if (deployment !== undefined) {
    throw new CliError("UnsupportedOption", "deploy writes deployments/<chain id>.json: omit --deployment.");
  }
}

/** Queries the node for its chain id, unless only Hardhat knows its URL. */
async function targetOf(session: Session): Promise<Target> {
  const named = session.settings.network;
  try {
    const { network, chainId } = await session.node();
    const name = named ?? Object.keys(NETWORKS).find((known) => NETWORKS[known] === chainId);
    if (name !== undefined) return { name, chainId, url: network.url };
    const message = `No parameters for chain ${chainId.toString()}: choose a network of hardhat.config.ts with --network.`;
    throw new CliError("UnknownNetwork", message, { chainId });
  } catch (error) {
    if (named === undefined || !isCode(error, "UnknownNetwork")) throw error;
    return { name: named, chainId: NETWORKS[named], url: undefined };
  }
}

/** Passes URL and key under the names that the script reads. */
function environmentOf({ name, url }: Target, env: Environment): Environment {
  const key = env["SERVICECOIN_PRIVATE_KEY"];
  const keyVariable = variableOf(name, "PRIVATE_KEY");
  return {
    ...(url === undefined ? {} : { [urlVariableOf(name)]: url }),
    ...(key && !env[keyVariable] ? { [keyVariable]: key } : {}),
  };
}

/** Runs Hardhat. @throws CliError `DeployFailed` with the error that Hardhat prints */
async function hardhat(
  clone: Clone,
  io: Io,
  args: readonly string[],
  env: Environment,
  stdout: OutputStream | undefined,
): Promise<void> {
  const child = startHardhat(clone, io, { args, env, stdout });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  if ((await endOf(child)) === 0) return;
  const [sentence = ""] = errors.split("\n").filter((line) => line.startsWith("Error: "));
  const message = sentence.slice("Error: ".length) || `Hardhat failed: ${errors.trim().split("\n")[0] ?? ""}`;
  throw new CliError("DeployFailed", message, {}, EXIT.refused);
}
