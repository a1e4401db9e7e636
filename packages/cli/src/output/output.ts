import { causesOf, type CliError } from "../errors/cliError.js";
import type { Io } from "../io.js";
import { harmless } from "./harmless.js";
import { toJson } from "./json.js";
import type { Progress } from "./progress.js";
import { shownOn, styled } from "./style.js";

/** What a command says: one JSON document, or text for people. */
export class Output {
  readonly isJson: boolean;
  readonly #io: Io;
  readonly #progress: Progress;

  constructor(io: Io, isJson: boolean, progress: Progress) {
    this.#io = io;
    this.isJson = isJson;
    this.#progress = progress;
  }

  /** The result of a command; once. */
  print(document: unknown, text: () => string): void {
    this.write(`${this.isJson ? toJson(document) : text()}\n`);
  }

  /** A part of the result. */
  write(text: string): void {
    this.#progress.stop();
    this.#io.stdout.write(shownOn(this.#io.stdout, this.#io.env, text));
  }

  /** The result as bytes. Resolves when all is written: the process may end right after. */
  writeBytes(bytes: Uint8Array): Promise<void> {
    this.#progress.stop();
    return new Promise((resolve) => {
      this.#io.stdout.write(bytes, () => {
        resolve();
      });
    });
  }

  /** Something for people beside the result. */
  note(line: string): void {
    if (!this.isJson) this.tell(line);
  }

  /** The same in JSON too, where somebody is at the terminal. */
  tell(line: string): void {
    this.#progress.stop();
    this.#io.stderr.write(`${shownOn(this.#io.stderr, this.#io.env, line)}\n`);
  }

  /** Runs what takes a while, as `Progress.during`. */
  during<Result>(line: string, work: (says: (line: string) => void) => Promise<Result>): Promise<Result> {
    return this.#progress.during(line, work);
  }

  /** Why it failed. */
  fail(error: CliError, isDebug: boolean): void {
    const { code, message, args } = error;
    const causes = isDebug ? causesOf(error) : [];
    if (this.isJson) {
      const more = isDebug ? { causes } : {};
      this.tell(toJson({ error: { code, message, args, ...more } }));
      return;
    }
    // Reasons of contracts are texts of strangers.
    const said = message.split("\n").map(harmless).join("\n");
    const lines = [`${styled("red", "Error:")} ${said}`, ...causes.map((cause) => `Caused by: ${harmless(cause)}`)];
    this.tell(lines.join("\n"));
  }
}
