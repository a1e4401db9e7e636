import type { Transformer } from "node:stream/web";

/** Callbacks for the end of a response body. */
export interface BodyListener {
  /** Called when the body was read to its end, before its reader sees the end. */
  completed: () => Promise<void>;
  /** Called when nothing more will be read: after `completed`, or when the body broke or was canceled. */
  ended: () => void;
}

/** Returns the same response with a body that reports its end. Never rejects. */
export async function watchBody(response: Response, { completed, ended }: BodyListener): Promise<Response> {
  const { body, status, statusText, headers } = response;
  // The `Response` constructor rejects statuses above 599.
  if (body === null || status > 599) {
    await completed();
    ended();
    return response;
  }
  const transformer: Transformer<Uint8Array, Uint8Array> = {
    flush: async () => {
      await completed();
      ended();
    },
    cancel: ended,
  };
  const watched = new Response(body.pipeThrough(new TransformStream(transformer)), { status, statusText, headers });
  for (const name of ["url", "redirected", "type"] as const) {
    Object.defineProperty(watched, name, { value: response[name] });
  }
  return watched;
}
