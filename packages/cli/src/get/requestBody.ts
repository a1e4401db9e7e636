import { Buffer } from "node:buffer";
import type { Files } from "../session/files.js";

/** The type that curl gives to a body, and that forms have. */
export const FORM = "application/x-www-form-urlencoded";

/** A part of a body, as typed. */
export interface BodyPart {
  /** Text, or `@` and the name of a file, or `@-` for stdin. */
  data: string;
  /** Whether a file is sent unchanged, instead of without its line breaks. */
  isBinary: boolean;
}

/**
 * Builds the body of a request as curl does: `@file` and `@-` are read, and several parts are joined with `&`.
 * @throws CliError `NoFile`
 */
export async function bodyOf(parts: readonly BodyPart[], files: Files): Promise<Buffer> {
  const joined: Uint8Array[] = [];
  for (const { data, isBinary } of parts) {
    if (joined.length > 0) joined.push(Buffer.from("&"));
    const bytes = data.startsWith("@") ? await files.readBytes(data.slice(1)) : Buffer.from(data);
    joined.push(data.startsWith("@") && !isBinary ? bytes.filter((byte) => !LEFT_OUT.has(byte)) : bytes);
  }
  return Buffer.concat(joined);
}

/** What curl leaves out of a file that `-d` names: line feeds, carriage returns and zero bytes. */
const LEFT_OUT: ReadonlySet<number> = new Set([10, 13, 0]);
