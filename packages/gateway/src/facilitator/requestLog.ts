import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { z } from "zod";

/** What a line of the log says of a request beside its path and status. Never a signature. */
export interface RequestFacts {
  payer?: string;
  nonce?: string;
  /** What the payment came to: `valid`, `settled`, or the reason against it. */
  result?: string;
  transaction?: string;
}

const facts = new WeakMap<Response, RequestFacts>();

/** Adds to the line of a request. */
export function note(response: Response, more: RequestFacts): void {
  facts.set(response, { ...facts.get(response), ...more });
}

/** A path is a stranger's text. */
const LONGEST_PATH = 100;
/** Asked all the time by machines. */
const QUIET = ["/healthz", "/metrics"];

/** Writes one line for each request when its answer is out. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const path = request.path.slice(0, LONGEST_PATH);
    // Also when the client goes away before its answer.
    response.once("close", () => {
      const { statusCode: status, writableFinished } = response;
      const ms = Math.round(performance.now() - began);
      const level = status >= 500 ? "warn" : QUIET.includes(path) ? "debug" : "info";
      const line = { method: request.method, path, status, ms, ...facts.get(response) };
      log[level](writableFinished ? line : { ...line, aborted: true }, "request");
    });
    next();
  };
}

const named = z.object({
  payload: z.object({
    authorization: z.object({
      from: z.string().regex(/^0x[0-9a-f]{40}$/i),
      nonce: z.string().regex(/^0x[0-9a-f]{64}$/i),
    }),
  }),
});

/** Who pays and with which nonce, if the payload says so. */
export function factsOf(paymentPayload: unknown): RequestFacts {
  const { data } = named.safeParse(paymentPayload);
  if (data === undefined) return {};
  const { from: payer, nonce } = data.payload.authorization;
  return { payer, nonce };
}
