import type { Command } from "../command/command.js";
import type { Input } from "../command/input.js";
import { parseOneOf } from "../parse/parser.js";

const LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;

/** Declares how much a long-running program logs. */
export function addLogLevel(command: Command): Command {
  return command.option(
    "--log-level <level>",
    `${LEVELS.join(", ")} (default: info); the log goes to stderr, one JSON document per line`,
  );
}

/** Reads the level. @throws CliError for any other word */
export function logLevelIn(input: Input): (typeof LEVELS)[number] {
  return input.option("log-level", parseOneOf(LEVELS)) ?? "info";
}
