import { OperatorError } from "./errors.js";
import type { Log } from "./log.js";

/** Runs the steps of the demo and prints one line for each. A failing step ends the demo. */
export class Steps {
  readonly #print: Log;
  #count = 0;

  constructor(print: Log) {
    this.#print = print;
  }

  /** Prints a heading. */
  chapter(title: string): void {
    this.#print(`\n${title}`);
  }

  /**
   * Runs one step and prints its name and its result.
   * @throws OperatorError that names the failed step and the reason.
   */
  async run(name: string, action: () => Promise<string | undefined>): Promise<void> {
    this.#count += 1;
    try {
      const detail = await action();
      this.#print(`  ${String(this.#count).padStart(2)}. ${name}${detail === undefined ? "" : `: ${detail}`}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new OperatorError(`Step ${this.#count} "${name}" failed: ${reason.split("\n")[0] ?? reason}`);
    }
  }
}
