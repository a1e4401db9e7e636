import type { Command } from "commander";
import { NOUNS } from "../../packages/cli/src/nouns/index.js";
import { createProgram } from "../../packages/cli/src/program.js";
import { Invocation } from "../../packages/cli/src/session/invocation.js";

/** The command line with all its nouns. It loads only those that its arguments name. */
export function wholeProgram(): Promise<Command> {
  const { stdin, stdout, stderr } = process;
  const io = { stdin, stdout, stderr, env: {}, cwd: process.cwd(), signals: process };
  return createProgram(new Invocation(NOUNS.map(nameOf), io));
}

function nameOf({ usage }: { usage: string }): string {
  return usage.split(" ", 1).join();
}
