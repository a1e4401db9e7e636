import type { Ora } from "ora";
import type { OutputStream } from "../io.js";

/** A line on a terminal that says what is being waited for. */
export class Progress {
  readonly #stream: OutputStream;
  #spinner: Ora | undefined;

  /** @param stream Where the line is shown, if that is a terminal. */
  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  /** Runs what takes a while, with the line. @param work Is given a function that changes the line. */
  async during<Result>(line: string, work: (says: (line: string) => void) => Promise<Result>): Promise<Result> {
    // A terminal without a width is none that a line can be rewritten on.
    const { isTTY = false, columns = 0 } = this.#stream;
    if (!isTTY || columns <= 0) return work(() => undefined);
    const { default: ora } = await import("ora");
    // stdin stays as it is: it may be asked for a password meanwhile, and Ctrl-C must come through.
    const mine = ora({ text: line, stream: this.#stream, discardStdin: false }).start();
    this.#spinner = mine;
    try {
      return await work((next) => (mine.text = next));
    } finally {
      mine.stop();
      this.#spinner = undefined;
    }
  }

  /** Takes the line away before something else is written. */
  stop(): void {
    this.#spinner?.stop();
  }
}
