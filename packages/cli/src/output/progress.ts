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

  /** Whether lines are shown: a terminal without a width cannot rewrite a line. */
  get isShown(): boolean {
    const { isTTY = false, columns = 0 } = this.#stream;
    return isTTY && columns > 0;
  }

  /**
   * Shows a line while work runs.
   * @param work Receives a function that changes the line, and shows it again after other output.
   */
  async during<Result>(line: string, work: (show: (line: string) => void) => Promise<Result>): Promise<Result> {
    if (!this.isShown) return work(() => undefined);
    const { default: ora } = await import("ora");
    // Leaves stdin alone: a password prompt may read it meanwhile, and Ctrl-C must get through.
    const mine = ora({ text: line, stream: this.#stream, discardStdin: false }).start();
    this.#spinner = mine;
    try {
      return await work((next) => {
        mine.text = next;
        if (!mine.isSpinning) mine.start();
      });
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
