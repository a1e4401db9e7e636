import { open, unlink, type FileHandle } from "node:fs/promises";
import { CliError, EXIT } from "../errors/cliError.js";
import { codeOf, type Files } from "../session/files.js";

/** A file that a page goes to, opened before the page is paid for. What it held stays until the page is there. */
export class OutputFile {
  private constructor(
    readonly name: string,
    private readonly path: string,
    private readonly handle: FileHandle,
    /** Made here, with nothing in it yet. */
    private isNew: boolean,
  ) {}

  /** @throws CliError `UnwritableFile` */
  static async open(files: Files, name: string): Promise<OutputFile> {
    const path = files.path(name);
    try {
      const made = await open(path, "wx").catch(orThere);
      return new OutputFile(name, path, made ?? (await open(path, "a")), made !== undefined);
    } catch (error) {
      throw unwritable(name, error, EXIT.usage);
    }
  }

  /** @throws CliError `UnwritableFile` */
  async write(body: Uint8Array): Promise<void> {
    try {
      // Devices and pipes have no length.
      if ((await this.handle.stat()).isFile()) await this.handle.truncate();
      await this.handle.writeFile(body);
      this.isNew = false;
    } catch (error) {
      throw unwritable(this.name, error, EXIT.refused);
    }
  }

  /** Leaves no empty file behind. */
  async close(): Promise<void> {
    await this.handle.close();
    if (this.isNew) await unlink(this.path);
  }
}

function orThere(error: unknown): undefined {
  if (codeOf(error) === "EEXIST") return undefined;
  throw error;
}

function unwritable(file: string, error: unknown, exit: number): CliError {
  const code = codeOf(error);
  return new CliError("UnwritableFile", `${file} cannot be written (${String(code)}).`, { file, code }, exit, error);
}
