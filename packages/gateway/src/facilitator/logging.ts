import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import * as z from "zod";
import type { SettlementListener } from "../settlement/settlerTypes.js";

/** Fields of a request's log line besides its path and status. Never a signature. */
export interface RequestFacts {
  payer?: string;
  nonce?: string;
  /** Result of the payment: `valid`, `settled`, or the reason against it. */
  result?: string;
  transaction?: string;
}

const facts = new WeakMap<Response, RequestFacts>();

/** Adds fields to the log line of a request. */
export function addFacts(response: Response, more: RequestFacts): void {
  facts.set(response, { ...facts.get(response), ...more });
}

/** Paths are untrusted input, so log lines truncate them to this many characters. */
const MAX_PATH = 100;
/** Polled by machines, and therefore logged at level debug. */
const QUIET = ["/healthz", "/livez", "/readyz", "/metrics"];

/** Writes one log line for each request when its response is closed. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const path = request.path.slice(0, MAX_PATH);
    // "close" also fires if the client disconnects before the response.
    response.once("close", () => {
      const { statusCode: status, writableFinished } = response;
      const ms = Math.round(performance.now() - startedAt);
      const level = status >= 500 ? "warn" : QUIET.includes(path) ? "debug" : "info";
      const line = { method: request.method, path, status, ms, ...facts.get(response) };
      log[level](writableFinished ? line : { ...line, aborted: true }, "request");
    });
    next();
  };
}

const authorized = z.object({
  payload: z.object({
    authorization: z.object({
      from: z.string().regex(/^0x[0-9a-f]{40}$/i),
      nonce: z.string().regex(/^0x[0-9a-f]{64}$/i),
    }),
  }),
});

/** Returns the payer and the nonce of a payload; nothing if it has none. */
export function factsOf(paymentPayload: unknown): RequestFacts {
  const { data } = authorized.safeParse(paymentPayload);
  if (data === undefined) return {};
  const { from: payer, nonce } = data.payload.authorization;
  return { payer, nonce };
}

/** Writes one log line for each batch that is sent, replaced or finished, and passes all events on. */
export function loggingListener(log: Logger, next: SettlementListener): SettlementListener {
  return {
    onSent(batch) {
      const { isReplacement, hash: transaction, ...rest } = batch;
      log.info({ ...rest, transaction }, isReplacement ? "batch replaced" : "batch sent");
      next.onSent?.(batch);
    },
    onFinished(batch) {
      const { hash: transaction, gasUsed, fee, ...rest } = batch;
      const line = { ...rest, transaction, gasUsed: gasUsed?.toString(), fee: fee?.toString() };
      if (transaction === undefined) log.warn(line, "batch displaced by another transaction of the account");
      else log.info(line, "batch finished");
      next.onFinished?.(batch);
    },
    onEnded(payment) {
      next.onEnded?.(payment);
    },
  };
}
