import type { Transformer } from "node:stream/web";

/** What is done about the body of an answer. */
export interface Arrival {
  /** When it was read to its end, before the reader hears of the end. */
  whole: () => Promise<void>;
  /** When nothing more of it will be read: after `whole`, or when it broke or was canceled. */
  ended: () => void;
}

/** The same answer, with a body that tells how it ends. Never rejects. */
export async function untilRead(response: Response, { whole, ended }: Arrival): Promise<Response> {
  const { body, status, statusText, headers } = response;
  // Statuses above 599 are none, and cannot be given to another response.
  if (body === null || status > 599) {
    await whole();
    ended();
    return response;
  }
  const told: Transformer<Uint8Array, Uint8Array> = {
    flush: async () => {
      await whole();
      ended();
    },
    cancel: ended,
  };
  const followed = new Response(body.pipeThrough(new TransformStream(told)), { status, statusText, headers });
  for (const name of ["url", "redirected", "type"] as const) {
    Object.defineProperty(followed, name, { value: response[name] });
  }
  return followed;
}
