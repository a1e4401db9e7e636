import { fileURLToPath } from "node:url";
import { findClone } from "./repository.js";
import { CliError } from "../errors/cliError.js";
import { endOf, startHardhat } from "./hardhat.js";
import type { Io } from "../io.js";

/** The message that `keystoreReader.ts` sends. */
export interface KeystoreMessage {
  values: Record<string, string | undefined>;
}

/**
 * Hardhat's keystore. Hardhat itself prompts for the password on the terminal; the values come back over a channel
 * between the two processes, never over a terminal.
 */
export class Keystore {
  readonly #io: Io;
  readonly #known = new Map<string, string | undefined>();

  constructor(io: Io) {
    this.#io = io;
  }

  /** Reads values, and caches them. One prompt for the password serves all names. @throws CliError `NoClone`, `KeystoreFailed` */
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
    // The prompt for the password goes to stderr: stdout is for the result.
    stdout: io.stderr,
    stderr: io.stderr,
    ipc: true,
  });
  let message: KeystoreMessage | undefined;
  child.on("message", (received) => (message = received as unknown as KeystoreMessage));
  await endOf(child).catch(() => null);
  if (message === undefined) {
    throw new CliError("KeystoreFailed", "Hardhat could not open its keystore: check the password.");
  }
  return message.values;
}
