import { CliError, EXIT } from "../errors/cliError.js";
import type { Output } from "../output/output.js";

/** Handles Ctrl-C during one run. */
export class Interruption {
  /** Resolves with the exit code when Ctrl-C ends the run. */
  readonly ended: Promise<number>;
  readonly #output: () => Output;
  readonly #sent: string[] = [];
  readonly #cleanups: (() => void)[] = [];
  #stop: (() => void) | undefined;
  #end!: (exitCode: number) => void;

  /** @param output Prints the final message. */
  constructor(output: () => Output) {
    this.#output = output;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Records a signed or broadcast transaction: Ctrl-C cannot revoke it. */
  noteSent(hash: string): void {
    if (!this.#sent.includes(hash)) this.#sent.push(hash);
  }

  /** Removes the record of a mined transaction. */
  noteMined(hash: string): void {
    this.#sent.splice(this.#sent.indexOf(hash), 1);
  }

  /** Registers a cleanup to run before Ctrl-C ends the run, for example one that closes a JSON array. */
  before(cleanup: () => void): void {
    this.#cleanups.push(cleanup);
  }

  /** Makes the first Ctrl-C call `stop`. The second one ends the run as for any command. */
  stopBy(stop: () => void): void {
    this.#stop = stop;
  }

  /** Handles `SIGINT`. */
  readonly interrupt = (): void => {
    if (this.#stop !== undefined) {
      this.#stop();
      this.#stop = undefined;
      return;
    }
    for (const cleanup of this.#cleanups) cleanup();
    this.#output().fail(canceled(this.#sent), false);
    this.#end(EXIT.interrupted);
  };
}

/** The error that Ctrl-C prints. @param hashes Transactions that were sent and are not mined yet. */
export function canceled(hashes: readonly string[]): CliError {
  const transactions = hashes.length === 1 ? "Transaction" : "Transactions";
  const message =
    hashes.length === 0
      ? "Canceled. Nothing was sent."
      : `Canceled. ${transactions} ${hashes.join(", ")} ${hashes.length === 1 ? "was" : "were"} sent and may still be mined.`;
  return new CliError("Canceled", message, { sent: hashes }, EXIT.interrupted);
}
