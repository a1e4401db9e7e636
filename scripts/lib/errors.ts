import hre from "hardhat";
import type { Log } from "./log.js";

/** An error that the operator can fix. The message is the one sentence that they see. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}

/** Runs a script, which prints on stdout. An error becomes one sentence on stderr and exit code 1. */
export async function runScript(main: (print: Log) => Promise<void>): Promise<void> {
  try {
    await main((line) => {
      console.log(line);
    });
  } catch (error) {
    console.error(sentenceOf(error));
    // Hardhat shows stack traces by default in CI; an operator error never needs one.
    if (hre.globalOptions.showStackTraces && !(error instanceof OperatorError)) console.error(error);
    process.exitCode = 1;
  }
}

/** Returns the number of a Hardhat error, such as 705 for an unknown network. */
export function hardhatErrorNumber(error: unknown): number | undefined {
  return error instanceof Error && "number" in error && typeof error.number === "number" ? error.number : undefined;
}

/** Joins the messages of an error and its causes, to search them for the response of a node. */
export function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n${messagesOf(error.cause)}`;
}

/** Returns what the operator sees of an error. */
export function sentenceOf(error: unknown): string {
  if (error instanceof OperatorError) return `Error: ${error.message}`;
  const [first = "unknown"] = messagesOf(error).split("\n");
  return `Error: ${first} (add --show-stack-traces to see where)`;
}
