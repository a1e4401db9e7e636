import { AskError } from "./askError.js";
import type { Guard } from "./guard.js";
import { failureOf, request } from "./request.js";

/** Bytes of a body that are read. */
export const MAX_BODY = 65_536;
/** Milliseconds for an answer to be complete. */
export const MAX_TIME = 5_000;
/** Statuses that a response without a body has. */
const BODILESS = new Set([204, 205, 304]);

/**
 * `fetch` for files of strangers: GET only, of addresses that the guard lets pass, without cookies or anything else of `init` but `signal`.
 * Redirects are never followed: whoever follows one asks here again. To be given as `ReadOptions.fetch`.
 */
export function safeFetch(guard: Guard): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const timeout = AbortSignal.timeout(MAX_TIME);
    const signal = init?.signal ? AbortSignal.any([timeout, init.signal]) : timeout;
    const answer = await request(url, guard, signal);
    const { statusCode: status = 0, rawHeaders } = answer;
    const headers = new Headers();
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      headers.append(rawHeaders[index], rawHeaders[index + 1]);
    }
    if (BODILESS.has(status)) {
      answer.destroy();
      return new Response(null, { status, headers });
    }
    return new Response(await bodyOf(answer, signal), { status, headers });
  };
}

async function bodyOf(answer: AsyncIterable<Buffer>, signal: AbortSignal): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop closes the connection.
    for await (const chunk of answer) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY) throw new AskError("too_large", `It is larger than ${MAX_BODY} bytes.`);
    }
  } catch (cause) {
    throw failureOf(cause, signal);
  }
  return Buffer.concat(chunks);
}
