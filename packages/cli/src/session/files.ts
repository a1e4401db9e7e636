import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text as textOf } from "node:stream/consumers";
import { CliError } from "../errors/cliError.js";
import type { Io } from "../io.js";

/** Files by the names that were typed. */
export class Files {
  readonly #io: Pick<Io, "cwd" | "stdin">;

  constructor(io: Pick<Io, "cwd" | "stdin">) {
    this.#io = io;
  }

  /** The absolute path of a name. */
  path(name: string): string {
    return path.resolve(this.#io.cwd, name);
  }

  /** A path as somebody here would type it. */
  shown(file: string): string {
    const relative = path.relative(this.#io.cwd, file);
    return relative.startsWith("..") || relative === "" ? file : relative;
  }

  /** The text of a file, or undefined when there is none. @throws CliError `UnreadableFile` */
  async readIfThere(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.path(name), "utf8");
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      const message = `${name} cannot be read (${String(code)}).`;
      throw new CliError("UnreadableFile", message, { file: name, code }, undefined, error);
    }
  }

  /** The bytes of a file. @throws CliError `NoFile` */
  async readBytes(name: string): Promise<Uint8Array> {
    try {
      return await readFile(this.path(name));
    } catch (error) {
      throw new CliError("NoFile", `${name} cannot be read.`, { file: name }, undefined, error);
    }
  }

  /**
   * The JSON document in a file, or on stdin when the name is `-`.
   * @throws CliError `NoFile`, `BadJson`, `UnreadableFile`
   */
  async readJson(name: string): Promise<unknown> {
    const text = name === "-" ? await textOf(this.#io.stdin) : await this.readIfThere(name);
    if (text === undefined) throw new CliError("NoFile", `There is no file ${name}.`, { file: name });
    try {
      return JSON.parse(text);
    } catch {
      throw new CliError("BadJson", `${nameOf(name)} is no JSON document.`, { file: name });
    }
  }

  /** @throws CliError `FileExists` */
  refuseIfThere(name: string): void {
    if (existsSync(this.path(name))) throw fileExists(name);
  }

  /** Writes a file that is not there yet. @throws CliError `FileExists`, `UnwritableFile` */
  async writeNew(name: string, text: string): Promise<void> {
    try {
      await writeFile(this.path(name), text, { flag: "wx" });
    } catch (error) {
      const code = codeOf(error);
      if (code === "EEXIST") throw fileExists(name);
      const message = `${name} cannot be written (${String(code)}).`;
      throw new CliError("UnwritableFile", message, { file: name, code }, undefined, error);
    }
  }
}

/** How a file is called in a message. */
export function nameOf(file: string): string {
  return file === "-" ? "What comes on stdin" : file;
}

/** The code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function fileExists(file: string): CliError {
  return new CliError("FileExists", `There is a file ${file} already: name another, or remove it.`, { file });
}
