import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findClone } from "./clone.js";
import { CliError } from "./errors.js";

/** What `keystoreReader.ts` answers. */
export interface KeystoreAnswer {
  values: Record<string, string | undefined>;
}

const known = new Map<string, string | undefined>();

/**
 * Reads values of Hardhat's keystore. Hardhat itself asks for its password on the terminal; the values come back on a channel
 * between the two processes, never on a terminal.
 * The password is asked for once for all of them.
 * @throws CliError `NoClone`, `KeystoreFailed`
 */
export async function readKeystore(names: readonly string[]): Promise<Record<string, string | undefined>> {
  if (!names.every((name) => known.has(name))) {
    const values = await askHardhat(names);
    for (const name of names) known.set(name, values[name]);
  }
  return Object.fromEntries(known);
}

async function askHardhat(names: readonly string[]): Promise<Record<string, string | undefined>> {
  const { root, hardhat } = findClone(process.cwd(), "Hardhat's keystore");
  const reader = fileURLToPath(new URL("keystoreReader.js", import.meta.url));
  const child = spawn(process.execPath, [hardhat, "run", "--no-compile", reader], {
    cwd: root,
    env: { ...process.env, SERVICECOIN_KEYSTORE_NAMES: names.join(",") },
    // The question for the password goes to stderr: stdout is for the result.
    stdio: ["inherit", process.stderr, process.stderr, "ipc"],
  });
  let answer: KeystoreAnswer | undefined;
  child.on("message", (message) => (answer = message as unknown as KeystoreAnswer));
  await new Promise<void>((resolve) => {
    child.once("error", () => {
      resolve();
    });
    child.once("close", () => {
      resolve();
    });
  });
  if (answer === undefined) {
    throw new CliError("KeystoreFailed", "Hardhat did not open its keystore: is the password right?");
  }
  return answer.values;
}
