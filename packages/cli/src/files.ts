import { writeFile } from "node:fs/promises";
import { text as textOf } from "node:stream/consumers";
import { readIfThere } from "./deployment.js";
import { CliError } from "./errors.js";

/**
 * The JSON document in a file, or on stdin when the name is `-`.
 * @throws CliError `NoFile`, `BadJson`, `UnreadableFile`
 */
export async function readJson(file: string): Promise<unknown> {
  const text = file === "-" ? await textOf(process.stdin) : await readIfThere(file);
  if (text === undefined) throw new CliError("NoFile", `There is no file ${file}.`, { file });
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError("BadJson", `${nameOf(file)} is no JSON document.`, { file });
  }
}

/** Writes a file that is not there yet. @throws CliError `FileExists`, `UnwritableFile` */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") throw fileExists(file);
    throw new CliError("UnwritableFile", `${file} cannot be written (${String(code)}).`, { file, code }, 2, error);
  }
}

export function fileExists(file: string): CliError {
  return new CliError("FileExists", `There is a file ${file} already: name another, or remove it.`, { file });
}

/** How a file is called in a message. */
export function nameOf(file: string): string {
  return file === "-" ? "What comes on stdin" : file;
}
