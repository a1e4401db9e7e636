#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT, toShown } from "./errors.js";
import { interrupt } from "./interrupt.js";
import { Output } from "./output/output.js";
import { createProgram } from "./program.js";

const isJson = process.argv.includes("--json");
const isDebug = process.argv.includes("--debug");

process.on("SIGINT", () => {
  interrupt(isJson);
});
// Nobody reads any more, for example `servicecoin events | head`.
process.stdout.on("error", () => process.exit(EXIT.done));
process.on("unhandledRejection", (error) => {
  process.exit(fail(error));
});

try {
  await createProgram(isJson).parseAsync();
} catch (error) {
  process.exitCode = fail(error);
}

/** Says why, and returns the exit code. */
function fail(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  // Commander has shown the help already.
  if (error instanceof CommanderError && error.code === "commander.help" && !isJson) return EXIT.usage;
  const shown = toShown(error);
  new Output(isJson).fail(shown, isDebug);
  return shown.exitCode;
}
