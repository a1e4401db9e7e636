import { CliError } from "../errors/cliError.js";
import type { Environment } from "../io.js";
import type { Files } from "./files.js";

/**
 * Returns a secret from an environment variable, or from the file that the variable `<name>_FILE` names: containers and
 * service managers hand secrets over as files. A line break at the end of the file is not part of the secret.
 * @throws CliError `NoFile`, `UnreadableFile`
 */
export async function secretIn(env: Environment, files: Files, name: string): Promise<string | undefined> {
  const variable = `${name}_FILE`;
  const file = env[variable];
  if (env[name] || !file) return env[name];
  const text = await files.readIfThere(file);
  if (text === undefined) {
    throw new CliError("NoFile", `${file}, which ${variable} names, does not exist.`, { file, variable });
  }
  return text.replace(/\r?\n$/, "");
}
