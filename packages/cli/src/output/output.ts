import { causesOf, type CliError } from "../errors/cliError.js";
import type { Io } from "../io.js";
import { harmless } from "./harmless.js";
import { toJson } from "./json.js";
import type { Progress } from "./progress.js";
import { isTerminal, shownOn, styled } from "./style.js";

/** Prints the output of a command: one JSON document, or text for people. */
export class Output {
  readonly isJson: boolean;
  readonly #io: Io;
  readonly #progress: Progress;

  constructor(io: Io, isJson: boolean, progress: Progress) {
    this.#io = io;
    this.isJson = isJson;
    this.#progress = progress;
  }

  /** Width of the terminal; without a limit where the output is not a terminal. */
  get columns(): number {
    const { stdout } = this.#io;
    return isTerminal(stdout) ? (stdout.columns ?? 80) : Infinity;
  }

  /** Prints the result. Call it once. */
  print(document: unknown, text: () => string): void {
    this.write(`${this.isJson ? toJson(document) : text()}\n`);
  }

  /** Prints a part of the result. */
  write(text: string): void {
    this.#progress.stop();
    this.#io.stdout.write(shownOn(this.#io.stdout, this.#io.env, text));
  }

  /**
   * Prints the result as bytes, unchanged unless stdout is a terminal: there it ends the last line, which the prompt or
   * npx would overwrite. Resolves when all is written, because the process may end right after.
   */
  writeBytes(bytes: Uint8Array): Promise<void> {
    this.#progress.stop();
    const { stdout } = this.#io;
    const isOpenLine = isTerminal(stdout) && bytes.length > 0 && bytes.at(-1) !== 0x0a;
    return new Promise((resolve) => {
      stdout.write(isOpenLine ? Buffer.concat([bytes, Buffer.from("\n")]) : bytes, () => {
        resolve();
      });
    });
  }

  /** Prints a line on stderr for people; nothing in JSON mode. */
  note(line: string): void {
    if (!this.isJson) this.tell(line);
  }

  /** Prints a line on stderr, also in JSON mode. */
  tell(line: string): void {
    this.#progress.stop();
    this.#io.stderr.write(`${shownOn(this.#io.stderr, this.#io.env, line)}\n`);
  }

  /** Whether `during` shows its line. */
  get showsProgress(): boolean {
    return this.#progress.isShown;
  }

  /** Shows a progress line while work runs. See `Progress.during`. */
  during<Result>(line: string, work: (show: (line: string) => void) => Promise<Result>): Promise<Result> {
    return this.#progress.during(line, work);
  }

  /** Prints an error. */
  fail(error: CliError, isDebug: boolean): void {
    const { code, message, args } = error;
    const causes = isDebug ? causesOf(error) : [];
    if (this.isJson) {
      const more = isDebug ? { causes } : {};
      this.tell(toJson({ error: { code, message, args, ...more } }));
      return;
    }
    // Revert reasons are untrusted text.
    const text = message.split("\n").map(harmless).join("\n");
    const lines = [`${styled("red", "Error:")} ${text}`, ...causes.map((cause) => `Caused by: ${harmless(cause)}`)];
    this.tell(lines.join("\n"));
  }
}
