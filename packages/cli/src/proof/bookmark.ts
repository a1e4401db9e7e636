import { writeFile } from "node:fs/promises";
import type { TrustedBlock } from "@servicecoin/proof";
import { CliError } from "../errors/cliError.js";
import type { Session } from "../session/session.js";

/** Keeps the last good block in a file while an audit runs, so that one that is killed can go on. */
export class Bookmark {
  #last: TrustedBlock | undefined;
  #writing: Promise<void> | undefined;

  /** @param file Undefined to keep nothing. */
  constructor(
    private readonly session: Session,
    private readonly file: string | undefined,
  ) {}

  /** Notes a block, and writes it as soon as the one before is written. */
  move(block: TrustedBlock): void {
    this.#last = block;
    if (this.file === undefined || this.#writing !== undefined) return;
    this.#writing = this.#write(this.file, block).finally(() => (this.#writing = undefined));
    // `save` reports it.
    this.#writing.catch(() => undefined);
  }

  /** Writes the last block, at the end. @throws CliError `UnwritableFile` */
  async save(block: TrustedBlock | undefined): Promise<void> {
    const last = block ?? this.#last;
    await this.#writing?.catch(() => undefined);
    if (this.file !== undefined && last !== undefined) await this.#write(this.file, last);
  }

  async #write(file: string, { number, hash }: TrustedBlock): Promise<void> {
    try {
      await writeFile(this.session.files.path(file), `${JSON.stringify({ number, hash })}\n`);
    } catch (error) {
      throw new CliError("UnwritableFile", `${file} cannot be written.`, { file }, undefined, error);
    }
  }
}

/** The block that an earlier audit ended with. @throws CliError `BadResume` */
export async function resumedFrom(session: Session, file: string | undefined): Promise<TrustedBlock | undefined> {
  const text = file === undefined ? undefined : await session.files.readIfThere(file);
  if (file === undefined || text === undefined) return undefined;
  const found = /^\{"number":(\d{1,15}),"hash":"(0x[0-9a-f]{64})"\}\n$/.exec(text);
  const [, number, hash] = found ?? [];
  if (number === undefined || hash === undefined) {
    throw new CliError("BadResume", `${file} is not a file that an audit wrote.`, { file });
  }
  return { number: Number(number), hash };
}
