import type { Ora } from "ora";

let spinner: Ora | undefined;

/**
 * Runs what takes a while, with a line on stderr that says what is being waited for. On a terminal only; stdout is left alone.
 * @param work Is given a function that changes the line.
 */
export async function during<Result>(
  line: string,
  work: (says: (line: string) => void) => Promise<Result>,
): Promise<Result> {
  // A terminal without a width is none that a line can be rewritten on.
  if (!process.stderr.isTTY || process.stderr.columns <= 0) return work(() => undefined);
  const { default: ora } = await import("ora");
  // stdin stays as it is: it may be asked for a password meanwhile, and Ctrl-C must come through.
  const mine = ora({ text: line, stream: process.stderr, discardStdin: false }).start();
  spinner = mine;
  try {
    return await work((next) => (mine.text = next));
  } finally {
    mine.stop();
    spinner = undefined;
  }
}

/** Takes the line away before something else is written. */
export function stopProgress(): void {
  spinner?.stop();
}
