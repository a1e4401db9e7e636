import { causesOf, type CliError } from "../errors.js";
import { styledError } from "./color.js";
import { toJson } from "./json.js";
import { stopProgress } from "./progress.js";
import { harmless } from "./prose.js";

/** What a command says: one JSON document, or text for people. */
export class Output {
  readonly isJson: boolean;

  constructor(isJson: boolean) {
    this.isJson = isJson;
  }

  /** The result of a command; once. */
  print(document: unknown, text: () => string): void {
    stopProgress();
    process.stdout.write(`${this.isJson ? toJson(document) : text()}\n`);
  }

  /** Something for people beside the result. */
  note(line: string): void {
    if (!this.isJson) process.stderr.write(`${line}\n`);
  }

  /** Why it failed. */
  fail(error: CliError, isDebug: boolean): void {
    stopProgress();
    const { code, message, args } = error;
    const causes = isDebug ? causesOf(error) : [];
    if (this.isJson) {
      const more = isDebug ? { causes } : {};
      process.stderr.write(`${toJson({ error: { code, message, args, ...more } })}\n`);
      return;
    }
    // Reasons of contracts are texts of strangers.
    const said = message.split("\n").map(harmless).join("\n");
    const lines = [
      `${styledError("red", "Error:")} ${said}`,
      ...causes.map((cause) => `Caused by: ${harmless(cause)}`),
    ];
    process.stderr.write(`${lines.join("\n")}\n`);
  }
}
