import { setTimeout } from "node:timers/promises";
import type { RequestHandler, Response } from "express";
import { INVALID_PAYLOAD } from "../protocol.js";
import { bufferResponse, headersOf, sealResponse, type BufferedResponse } from "./bufferedResponse.js";
import { takeClaim, type ClaimStore, type KeptAnswer } from "./claims.js";
import { respondInUse, type PaidRequest, type PaidRequests } from "./paidRequest.js";

/** Headers that only the endpoint may set, never its handler. */
const PAYMENT_HEADERS: ReadonlySet<string> = new Set(["payment-required", "payment-response"]);

/** Options of the middleware that runs between the official one and the handler. */
export interface ClaimOptions {
  claims: ClaimStore;
  paidRequests: PaidRequests;
  /**
   * Whether the payer is charged before the handler runs. Then every response of the handler is paid, including errors.
   */
  isUpfront: boolean;
  /** Timeout of the handler in seconds. */
  handlerTimeout: number;
  onError: (error: unknown) => void;
}

/**
 * Runs between the official middleware, which has verified or settled the payment, and the handler. Runs the handler at
 * most once per payment. The official middleware settles nothing if the response has a status of 400 or more.
 */
export function claimMiddleware(options: ClaimOptions): RequestHandler {
  const { claims, paidRequests } = options;
  return async (_request, response, next) => {
    const paidRequest = paidRequests.get(response);
    // The official middleware has read a payment that we could not read. Do not sell for it.
    if (paidRequest === undefined) {
      response.status(402).json({ error: INVALID_PAYLOAD });
      return;
    }
    if (!(await takeClaim(claims, paidRequest))) {
      respondInUse(response);
      return;
    }
    void handleResponse(options, paidRequest, response);
    next();
  };
}

/**
 * Stores the handler's response before settlement: from then on the payer may be charged, and must be able to request
 * it again.
 */
async function handleResponse(options: ClaimOptions, paidRequest: PaidRequest, response: Response): Promise<void> {
  const { claims, isUpfront, handlerTimeout, onError } = options;
  const headersBefore = headersOf(response);
  const buffered = bufferResponse(response);
  const handled = await within(buffered.completed, handlerTimeout);
  const isComplete = typeof handled === "object";
  let answer = withoutPaymentHeaders(isComplete ? handled : FAILURES[handled], headersBefore);
  paidRequest.handlerHeaders = Object.keys(answer.headers).filter((name) => !(name in headersBefore));
  // Nothing was delivered: the same request may run the handler again.
  const isAbandoned = handled === "disconnected";
  if (!isAbandoned && (isUpfront || answer.status < 400)) {
    // If the payer is already charged, never release the claim, even if the response cannot be stored.
    paidRequest.mayBeCharged ||= isUpfront;
    try {
      if (paidRequest.claimant.isProvable) await claims.keep(paidRequest.claimant, answer);
      paidRequest.mayBeCharged = true;
    } catch (error) {
      onError(error);
      // Do not charge for a response that the payer could not request again.
      if (!isUpfront) answer = errorAnswer(500, "answer_not_kept");
    }
  }
  // Drop every handler header if its response is not sent.
  for (const name of Object.keys(headersOf(response))) {
    if (!(name in headersBefore) && !(name in answer.headers)) response.removeHeader(name);
  }
  buffered.send(answer);
  if (!isComplete) sealResponse(response, paidRequest.writeHead);
}

/**
 * Removes payment headers that the handler set, for example by forwarding the response of another seller, and restores
 * those set before it.
 */
function withoutPaymentHeaders(answer: KeptAnswer, headersBefore: KeptAnswer["headers"]): KeptAnswer {
  const isPaymentHeader = ([name]: [string, unknown]) => PAYMENT_HEADERS.has(name.toLowerCase());
  const handlerHeaders = Object.entries(answer.headers).filter((header) => !isPaymentHeader(header));
  const paymentHeaders = Object.entries(headersBefore).filter(isPaymentHeader);
  return { ...answer, headers: Object.fromEntries([...handlerHeaders, ...paymentHeaders]) };
}

/** Returns the handler's response, or the reason that it has none. */
async function within(
  completed: BufferedResponse["completed"],
  seconds: number,
): Promise<KeptAnswer | keyof typeof FAILURES> {
  const timer = new AbortController();
  const timeout = setTimeout(seconds * 1000, "timeout" as const, { signal: timer.signal });
  timeout.catch(() => undefined);
  const first = await Promise.race([completed, timeout]);
  timer.abort();
  return first;
}

function errorAnswer(status: number, error: string): KeptAnswer {
  const body = Buffer.from(JSON.stringify({ error }));
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body };
}

/** What is sent if the handler has no response. */
const FAILURES = {
  timeout: errorAnswer(504, "handler_timeout"),
  destroyed: errorAnswer(500, "response_destroyed"),
  // Nobody receives it.
  disconnected: errorAnswer(500, "client_disconnected"),
};
