import { fileURLToPath } from "node:url";
import { findClone } from "./repository.js";
import { CliError } from "../errors/cliError.js";
import { endOf, startHardhat } from "./hardhat.js";
import type { Io } from "../io.js";

/** What `keystoreReader.ts` answers. */
export interface KeystoreAnswer {
  values: Record<string, string | undefined>;
}

/**
 * Reads values of Hardhat's keystore. Hardhat itself asks for its password on the terminal; the values come back on a channel
 * between the two processes, never on a terminal.
 * The password is asked for once for all of them.
 * @throws CliError `NoClone`, `KeystoreFailed`
 */
export class Keystore {
  readonly #io: Io;
  readonly #known = new Map<string, string | undefined>();

  constructor(io: Io) {
    this.#io = io;
  }

  async read(names: readonly string[]): Promise<Record<string, string | undefined>> {
    if (!names.every((name) => this.#known.has(name))) {
      const values = await askHardhat(this.#io, names);
      for (const name of names) this.#known.set(name, values[name]);
    }
    return Object.fromEntries(this.#known);
  }
}

async function askHardhat(io: Io, names: readonly string[]): Promise<Record<string, string | undefined>> {
  const clone = findClone(io.cwd, "Hardhat's keystore");
  const reader = fileURLToPath(new URL("keystoreReader.js", import.meta.url));
  const child = startHardhat(clone, io, {
    args: ["run", "--no-compile", reader],
    env: { SERVICECOIN_KEYSTORE_NAMES: names.join(",") },
    // The question for the password goes to stderr: stdout is for the result.
    stdout: io.stderr,
    stderr: io.stderr,
    ipc: true,
  });
  let answer: KeystoreAnswer | undefined;
  child.on("message", (message) => (answer = message as unknown as KeystoreAnswer));
  await endOf(child).catch(() => null);
  if (answer === undefined) {
    throw new CliError("KeystoreFailed", "Hardhat did not open its keystore: is the password right?");
  }
  return answer.values;
}
