import type { Input } from "../command/input.js";
import { CliError } from "../errors/cliError.js";

/** Refuses an option in combination with any of the others. @throws CliError `ConflictingOptions` */
export function refuseBoth(input: Input, one: string, ...others: string[]): void {
  const isThere = (name: string) => input.option(name, (text) => text) !== undefined;
  const other = others.find(isThere);
  if (!isThere(one) || other === undefined) return;
  throw new CliError("ConflictingOptions", `--${one} and --${other} conflict: use only one of them.`, {
    one,
    other,
  });
}
