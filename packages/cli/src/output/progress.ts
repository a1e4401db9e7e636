import type { Ora } from "ora";
import type { OutputStream } from "../io.js";

/** A progress line on a terminal. */
export class Progress {
  readonly #stream: OutputStream;
  #spinner: Ora | undefined;

  /** @param stream Shows the line if it is a terminal. */
  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  /** Shows a line while work runs. @param work Receives a function that changes the line. */
  async during<Result>(line: string, work: (show: (line: string) => void) => Promise<Result>): Promise<Result> {
    // A terminal without a width cannot rewrite a line.
    const { isTTY = false, columns = 0 } = this.#stream;
    if (!isTTY || columns <= 0) return work(() => undefined);
    const { default: ora } = await import("ora");
    // Leaves stdin alone: a password prompt may read it meanwhile, and Ctrl-C must get through.
    const mine = ora({ text: line, stream: this.#stream, discardStdin: false }).start();
    this.#spinner = mine;
    try {
      return await work((next) => (mine.text = next));
    } finally {
      mine.stop();
      this.#spinner = undefined;
    }
  }

  /** Removes the line before other output. */
  stop(): void {
    this.#spinner?.stop();
  }
}
