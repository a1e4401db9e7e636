import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Whether the answer is yes. */
export async function askYes(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, false)).trim());
}

/** A text that is not shown while it is typed. */
export async function askSecret(question: string): Promise<string> {
  return ask(`${question}: `, true);
}

function ask(question: string, isSecret: boolean): Promise<string> {
  const nothing = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const reader = createInterface({
    input: process.stdin,
    output: isSecret ? nothing : process.stderr,
    // Without it the terminal itself would show what is typed.
    terminal: true,
    historySize: 0,
  });
  // After the reader, which stops the terminal from showing what is typed.
  if (isSecret) process.stderr.write(question);
  return new Promise((resolve) => {
    let isInterrupted = false;
    reader.once("SIGINT", () => {
      isInterrupted = true;
      reader.close();
      process.stderr.write("\n");
      // At once: with nothing left to wait for, the process would end before a signal came.
      process.emit("SIGINT");
    });
    // Ctrl-D is no answer.
    reader.once("close", () => {
      if (!isInterrupted) resolve("");
    });
    reader.question(isSecret ? "" : question, (answer) => {
      if (isSecret) process.stderr.write("\n");
      resolve(answer);
      reader.close();
    });
  });
}
