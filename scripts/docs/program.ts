import type { Command } from "commander";
import { createProgram } from "../../packages/cli/src/program.js";

/** The command line with all its nouns. */
export function wholeProgram(): Promise<Command> {
  return Promise.resolve(createProgram(false));
}
