import type { Response } from "express";
import type { KeptAnswer } from "./claims.js";

/** Watches what a handler writes. @returns Its answer, when it is complete. Headers that settlement adds later are not in it. */
export function capture(response: Response): Promise<KeptAnswer> {
  const chunks: Buffer[] = [];
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  const end = response.end.bind(response) as (...args: unknown[]) => Response;
  return new Promise((resolve) => {
    response.write = (...args: unknown[]) => {
      add(chunks, args);
      return write(...args);
    };
    response.end = (...args: unknown[]) => {
      add(chunks, args);
      const headers = Object.fromEntries(
        Object.entries(response.getHeaders()).filter(
          (entry): entry is [string, string | number | string[]] => entry[1] !== undefined,
        ),
      );
      resolve({ status: response.statusCode, headers, body: Buffer.concat(chunks) });
      return end(...args);
    };
  });
}

function add(chunks: Buffer[], [chunk, encoding]: unknown[]): void {
  if (typeof chunk === "string")
    chunks.push(Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"));
  else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
}
