import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Io } from "../io.js";

/** Returns whether the user can be prompted. */
export function isInteractive({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Prompts for a yes. @returns Whether the user typed yes. */
export async function promptYes(io: Io, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await prompt(io, `${question} [y/N] `, false)).trim());
}

/** Prompts for a text that the terminal does not show. */
export async function promptSecret(io: Io, question: string): Promise<string> {
  return prompt(io, `${question}: `, true);
}

function prompt({ stdin, stderr, signals }: Io, question: string, isSecret: boolean): Promise<string> {
  const nothing = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const reader = createInterface({
    input: stdin,
    output: isSecret ? nothing : stderr,
    // Otherwise the terminal would echo the input.
    terminal: true,
    historySize: 0,
  });
  // After the reader, which turns the echo of the terminal off.
  if (isSecret) stderr.write(question);
  return new Promise((resolve) => {
    let isInterrupted = false;
    reader.once("SIGINT", () => {
      isInterrupted = true;
      reader.close();
      stderr.write("\n");
      // Immediately: with nothing left to wait for, the process would end before a signal arrived.
      signals.emit("SIGINT");
    });
    // Ctrl-D counts as an empty answer.
    reader.once("close", () => {
      if (!isInterrupted) resolve("");
    });
    reader.question(isSecret ? "" : question, (answer) => {
      if (isSecret) stderr.write("\n");
      resolve(answer);
      reader.close();
    });
  });
}
