import type { Input } from "../command/input.js";
import { CliError } from "../errors/cliError.js";

/** Refuses an option in combination with any of the others. @throws CliError `ConflictingOptions` */
export function refuseBoth(input: Input, one: string, ...others: string[]): void {
  const isThere = (name: string) => input.option(name, (text) => text) !== undefined;
  const other = others.find(isThere);
  if (!isThere(one) || other === undefined) return;
  throw conflict(one, other);
}

/** The error of two options that exclude each other. */
export function conflict(one: string, other: string): CliError {
  const message = `--${one} and --${other} conflict: use only one of them.`;
  return new CliError("ConflictingOptions", message, { one, other });
}
