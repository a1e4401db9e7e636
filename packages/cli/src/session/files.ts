import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { CliError } from "../errors/cliError.js";
import type { Io } from "../io.js";

/** Reads and writes files by the names that the user typed, relative to the working directory. */
export class Files {
  readonly #io: Pick<Io, "cwd" | "stdin">;

  constructor(io: Pick<Io, "cwd" | "stdin">) {
    this.#io = io;
  }

  /** Returns the absolute path of a name. */
  path(name: string): string {
    return path.resolve(this.#io.cwd, name);
  }

  /** Returns a path relative to the working directory if it is inside. */
  shown(file: string): string {
    const relative = path.relative(this.#io.cwd, file);
    return relative.startsWith("..") || relative === "" ? file : relative;
  }

  /** Returns the text of a file, or undefined if it does not exist. @throws CliError `UnreadableFile` */
  async readIfThere(name: string): Promise<string | undefined> {
    try {
      return decoded(await readFile(this.path(name)));
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      const message = `${name} cannot be read (${String(code)}).`;
      throw new CliError("UnreadableFile", message, { file: name, code }, undefined, error);
    }
  }

  /** Returns the bytes of a file, or of stdin if the name is `-`. @throws CliError `NoFile` */
  async readBytes(name: string): Promise<Uint8Array> {
    if (name === "-") return buffer(this.#io.stdin);
    try {
      return await readFile(this.path(name));
    } catch (error) {
      throw new CliError("NoFile", `${name} cannot be read.`, { file: name }, undefined, error);
    }
  }

  /**
   * Parses the JSON document in a file, or from stdin if the name is `-`.
   * @throws CliError `NoFile`, `BadJson`, `UnreadableFile`
   */
  async readJson(name: string): Promise<unknown> {
    const text = name === "-" ? decoded(await buffer(this.#io.stdin)) : await this.readIfThere(name);
    if (text === undefined) throw new CliError("NoFile", `${name} does not exist.`, { file: name });
    try {
      return JSON.parse(text);
    } catch {
      throw new CliError("BadJson", `${nameOf(name)} is not a JSON document.`, { file: name });
    }
  }

  /** Throws if a file exists. @throws CliError `FileExists` */
  refuseIfThere(name: string): void {
    if (existsSync(this.path(name))) throw fileExists(name);
  }

  /**
   * Writes a new file.
   * @param mode Its permissions. Default: those of the user's other files.
   * @throws CliError `FileExists`, `UnwritableFile`
   */
  async writeNew(name: string, text: string, mode?: number): Promise<void> {
    try {
      await writeFile(this.path(name), text, { flag: "wx", mode });
    } catch (error) {
      const code = codeOf(error);
      if (code === "EEXIST") throw fileExists(name);
      const message = `${name} cannot be written (${String(code)}).`;
      throw new CliError("UnwritableFile", message, { file: name, code }, undefined, error);
    }
  }
}

/** Names a file in a message. */
export function nameOf(file: string): string {
  return file === "-" ? "The input on stdin" : file;
}

/** The code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Decodes a text that people bring: UTF-8 or, as editors and shells on Windows write it, UTF-16 with its mark. */
function decoded(bytes: Uint8Array): string {
  // The decoder removes the byte order mark.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

function fileExists(file: string): CliError {
  return new CliError("FileExists", `${file} already exists: choose another name, or remove it.`, { file });
}
