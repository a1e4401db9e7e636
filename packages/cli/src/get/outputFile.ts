import { open, unlink, type FileHandle } from "node:fs/promises";
import { CliError, EXIT } from "../errors/cliError.js";
import { codeOf, type Files } from "../session/files.js";

/** The file for a page, opened before the payment. Its old content stays until the page has arrived. */
export class OutputFile {
  private constructor(
    readonly name: string,
    private readonly path: string,
    private readonly handle: FileHandle,
    /** Whether this run created the file and has not written to it. */
    private isNew: boolean,
  ) {}

  /** Opens or creates a file. @throws CliError `UnwritableFile` */
  static async open(files: Files, name: string): Promise<OutputFile> {
    const path = files.path(name);
    try {
      const made = await open(path, "wx").catch(orThere);
      return new OutputFile(name, path, made ?? (await open(path, "a")), made !== undefined);
    } catch (error) {
      throw unwritable(name, error, EXIT.usage);
    }
  }

  /** Replaces the content. @throws CliError `UnwritableFile` */
  async write(body: Uint8Array): Promise<void> {
    try {
      // Devices and pipes cannot be truncated.
      if ((await this.handle.stat()).isFile()) await this.handle.truncate();
      await this.handle.writeFile(body);
      this.isNew = false;
    } catch (error) {
      throw unwritable(this.name, error, EXIT.refused);
    }
  }

  /** Closes the file, and deletes it if it is new and empty. */
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
