import { CliError, EXIT } from "./errors.js";
import { Output } from "./output/output.js";

const sent: string[] = [];
const cleanups: (() => void)[] = [];
let stopping: (() => void) | undefined;

/** Remembers a transaction that the node has taken: Ctrl-C does not take it back. */
export function noteSent(hash: string): void {
  sent.push(hash);
}

/** Forgets it: it was mined. */
export function noteMined(hash: string): void {
  sent.splice(sent.indexOf(hash), 1);
}

/** Runs something before Ctrl-C ends the process, for example to close a JSON array. */
export function beforeInterrupt(cleanup: () => void): void {
  cleanups.push(cleanup);
}

/** What Ctrl-C says. */
export function canceled(hashes: readonly string[]): CliError {
  const transactions = hashes.length === 1 ? "The transaction" : "The transactions";
  const message =
    hashes.length === 0
      ? "Canceled. Nothing was sent."
      : `Canceled. ${transactions} ${hashes.join(", ")} was sent already and may still be mined.`;
  return new CliError("Canceled", message, { sent: hashes }, EXIT.interrupted);
}

/** Stops in its own way at the first Ctrl-C, and like any command at the next. */
export function onInterrupt(stop: () => void): void {
  stopping = stop;
}

/** Ends the process as Ctrl-C does. */
export function interrupt(isJson: boolean): void {
  if (stopping !== undefined) {
    stopping();
    stopping = undefined;
    return;
  }
  for (const cleanup of cleanups) cleanup();
  new Output(isJson).fail(canceled(sent), false);
  process.exit(EXIT.interrupted);
}
