import { spawn } from "node:child_process";
import { findClone, type Clone } from "../clone.js";
import { confirm } from "../confirm.js";
import { findDeployment } from "../deployment.js";
import { CliError, EXIT, isCode } from "../errors.js";
import type { Input } from "../input.js";
import { verb, withExamples, type Noun } from "../noun.js";
import { variableOf } from "../network.js";
import { during } from "../output/progress.js";
import type { Session } from "../session.js";
import { perform } from "../show.js";

/** Networks of hardhat.config.ts; it refuses others itself. */
const NETWORKS: Readonly<Record<string, bigint | undefined>> = { localhost: 31337n, sepolia: 11_155_111n };

/** A network of hardhat.config.ts. */
interface Target {
  name: string;
  chainId: bigint | undefined;
  /** Undefined where only Hardhat knows it. */
  url: string | undefined;
}

/** Deploys the whole system, by the script of the repository. */
export const deploy: Noun = (program) => {
  const command = verb(
    program,
    "deploy",
    "deploy the whole system, from a clone of the repository; resumes if it was killed",
  ).option("--no-compile", "take the contracts as they are compiled already");
  withExamples(command, [
    "servicecoin deploy                                    to a node on this machine",
    "servicecoin deploy --network sepolia --yes            keys: see docs/operations/deploy.md",
  ]);
  perform(command, run);
};

async function run(input: Input, session: Session): Promise<void> {
  refuseOthers(session);
  const clone = findClone(process.cwd(), "Deploying");
  const target = await targetOf(session);
  if (target.chainId !== undefined) {
    await confirm(session, target.chainId, "Deploy the whole system, in eleven transactions", []);
  }
  const { isJson } = session.out;
  if (input.flag("compile")) {
    await during("Compiling the contracts", () => hardhat(clone, ["build", "--quiet", "--no-tests"], {}, "ignore"));
  }
  // In JSON stdout is for the result, but Hardhat may ask for the password of its keystore.
  const stdout = isJson ? (process.stderr.isTTY ? process.stderr : "ignore") : "inherit";
  const args = ["run", "--no-compile", "scripts/deploy.ts", "--network", target.name];
  await hardhat(clone, args, environmentOf(target), stdout);
  if (!isJson) return;
  const root = process.env["DEPLOYMENTS_ROOT"] ?? clone.root;
  const record =
    target.chainId === undefined ? target : (await findDeployment(undefined, target.chainId, root)).deployment;
  session.out.print(record, () => "");
}

/** Options that the script does not take. @throws CliError `UnsupportedOption` */
function refuseOthers({ settings: { key, network = "localhost", deployment } }: Session): void {
  if (key !== undefined && key.kind !== "environment") {
    const variable = variableOf(network, "PRIVATE_KEY");
    const message = `deploy takes its key from ${variable}, in the environment or in Hardhat's keystore: leave --keyfile, --keystore and --account out.`;
    throw new CliError("UnsupportedOption", message, { variable });
  }
  if (deployment !== undefined) {
    throw new CliError("UnsupportedOption", "deploy writes deployments/<chain id>.json: leave --deployment out.");
  }
}

/** Asks the node first, unless only Hardhat knows where it is. */
async function targetOf(session: Session): Promise<Target> {
  const named = session.settings.network;
  try {
    const { network, chainId } = await session.node();
    const name = named ?? Object.keys(NETWORKS).find((known) => NETWORKS[known] === chainId);
    if (name !== undefined) return { name, chainId, url: network.url };
    const message = `There are no parameters for chain ${chainId.toString()}: name a network of hardhat.config.ts with --network.`;
    throw new CliError("UnknownNetwork", message, { chainId });
  } catch (error) {
    if (named === undefined || !isCode(error, "UnknownNetwork")) throw error;
    return { name: named, chainId: NETWORKS[named], url: undefined };
  }
}

/** What was chosen, under the names that the script knows. */
function environmentOf({ name, url }: Target): Record<string, string> {
  const key = process.env["SERVICECOIN_PRIVATE_KEY"];
  const keyVariable = variableOf(name, "PRIVATE_KEY");
  return {
    ...(url === undefined ? {} : { [variableOf(name, "RPC_URL")]: url }),
    ...(key && !process.env[keyVariable] ? { [keyVariable]: key } : {}),
  };
}

/** Runs Hardhat. What it says on stderr becomes the error. */
async function hardhat(
  { root, hardhat }: Clone,
  args: readonly string[],
  environment: Record<string, string>,
  stdout: "inherit" | "ignore" | NodeJS.WriteStream,
): Promise<void> {
  const child = spawn(process.execPath, [hardhat, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["inherit", stdout, "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  const [sentence = ""] = said.split("\n").filter((line) => line.startsWith("Error: "));
  const message = sentence.slice("Error: ".length) || `Hardhat failed: ${said.trim().split("\n")[0] ?? ""}`;
  throw new CliError("DeployFailed", message, {}, EXIT.refused);
}
