import { CliError, EXIT } from "../errors/cliError.js";
import type { Output } from "../output/output.js";

/** What Ctrl-C does in one run. */
export class Interruption {
  /** Resolves with the exit code once Ctrl-C has ended the run. */
  readonly ended: Promise<number>;
  readonly #output: () => Output;
  readonly #sent: string[] = [];
  readonly #cleanups: (() => void)[] = [];
  #stop: (() => void) | undefined;
  #end!: (exitCode: number) => void;

  /** @param output Where the message goes. */
  constructor(output: () => Output) {
    this.#output = output;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Records a transaction that the node has taken: Ctrl-C does not take it back. */
  noteSent(hash: string): void {
    this.#sent.push(hash);
  }

  /** Forgets it: it was mined. */
  noteMined(hash: string): void {
    this.#sent.splice(this.#sent.indexOf(hash), 1);
  }

  /** Runs something before Ctrl-C ends the run, for example to close a JSON array. */
  before(cleanup: () => void): void {
    this.#cleanups.push(cleanup);
  }

  /** Stops in its own way at the first Ctrl-C, and like any command at the next. */
  stopBy(stop: () => void): void {
    this.#stop = stop;
  }

  /** Ctrl-C. */
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

/** What Ctrl-C says. */
export function canceled(hashes: readonly string[]): CliError {
  const transactions = hashes.length === 1 ? "The transaction" : "The transactions";
  const message =
    hashes.length === 0
      ? "Canceled. Nothing was sent."
      : `Canceled. ${transactions} ${hashes.join(", ")} was sent already and may still be mined.`;
  return new CliError("Canceled", message, { sent: hashes }, EXIT.interrupted);
}
