import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Io } from "../io.js";

/** Whether there is somebody to ask. */
export function isInteractive({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Whether the answer is yes. */
export async function askYes(io: Io, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(io, `${question} [y/N] `, false)).trim());
}

/** A text that is not shown while it is typed. */
export async function askSecret(io: Io, question: string): Promise<string> {
  return ask(io, `${question}: `, true);
}

function ask({ stdin, stderr, signals }: Io, question: string, isSecret: boolean): Promise<string> {
  const nothing = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const reader = createInterface({
    input: stdin,
    output: isSecret ? nothing : stderr,
    // Without it the terminal itself would show what is typed.
    terminal: true,
    historySize: 0,
  });
  // After the reader, which stops the terminal from showing what is typed.
  if (isSecret) stderr.write(question);
  return new Promise((resolve) => {
    let isInterrupted = false;
    reader.once("SIGINT", () => {
      isInterrupted = true;
      reader.close();
      stderr.write("\n");
      // At once: with nothing left to wait for, the process would end before a signal came.
      signals.emit("SIGINT");
    });
    // Ctrl-D is no answer.
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
