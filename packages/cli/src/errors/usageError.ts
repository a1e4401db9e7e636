import type { CommanderError } from "commander";
import { CliError, withoutKeys } from "./cliError.js";

const USAGE_CODES: Readonly<Record<string, string | undefined>> = {
  "commander.unknownCommand": "UnknownCommand",
  "commander.unknownOption": "UnknownOption",
  "commander.missingArgument": "MissingArgument",
  "commander.missingMandatoryOptionValue": "MissingOption",
  "commander.optionMissingArgument": "MissingValue",
  "commander.excessArguments": "TooManyArguments",
  "commander.conflictingOption": "ConflictingOptions",
};

/** Converts an error of commander to ours. */
export function fromCommander({ code, message }: CommanderError): CliError {
  const sentence = withoutKeys(message)
    .replace(/^error: /, "")
    .replaceAll("\n", " ");
  return new CliError(USAGE_CODES[code] ?? "Usage", sentence);
}
