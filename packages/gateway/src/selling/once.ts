import { setTimeout } from "node:timers/promises";
import type { RequestHandler, Response } from "express";
import type { ClaimStore, KeptAnswer } from "./claims.js";
import { headersOf, hold } from "./hold.js";
import { askAgain } from "./retry.js";
import { silence } from "./silence.js";
import type { Visit, Visits } from "./visit.js";

const OURS: ReadonlySet<string> = new Set(["payment-required", "payment-response"]);

/** How an endpoint treats its handler. */
export interface OnceOptions {
  claims: ClaimStore;
  visits: Visits;
  /** Whether the payer was charged before the handler runs: then each answer is what was paid for, errors too. */
  isPaid: boolean;
  /** Seconds that a handler may take. */
  handlerTimeout: number;
  onError: (error: unknown) => void;
}

/**
 * Stands between the official middleware, which has verified the payment or settled it, and the handler. One payment reaches the handler
 * once. An answer of 400 or more makes the official middleware settle nothing.
 */
export function once(options: OnceOptions): RequestHandler {
  const { claims, visits } = options;
  return async (_request, response, next) => {
    const visit = visits.get(response);
    // The official middleware lets nobody pass whose payment it cannot read; what it reads and we cannot is not sold to.
    if (visit === undefined) {
      response.status(402).json({ error: "invalid_payload" });
      return;
    }
    if (!(await take(claims, visit))) {
      inUse(response);
      return;
    }
    void follow(options, visit, response);
    next();
  };
}

/** Takes the payment for the request, unless it has it. */
export async function take(claims: ClaimStore, visit: Visit): Promise<boolean> {
  visit.isClaimed ||= await claims.claim(visit.claimant);
  return visit.isClaimed;
}

export function inUse(response: Response): void {
  askAgain(response, 409).json({ error: "payment_in_use" });
}

/** Keeps the handler's answer before anything is settled: from then on the payer may be charged, and must be able to get it. */
async function follow(options: OnceOptions, visit: Visit, response: Response): Promise<void> {
  const { claims, isPaid, handlerTimeout, onError } = options;
  const before = headersOf(response);
  const held = hold(response);
  const given = await answerWithin(held.answer, handlerTimeout);
  let answer = withOwnWords(given ?? failure(504, "handler_timeout"), before);
  visit.handlerHeaders = Object.keys(answer.headers).filter((name) => !(name in before));
  if (isPaid || answer.status < 400) {
    // Who was charged already gets the answer now or never, and nobody gets it twice.
    visit.isTaken ||= isPaid;
    try {
      if (visit.claimant.isProvable) await claims.keep(visit.claimant, answer);
      visit.isTaken = true;
    } catch (error) {
      onError(error);
      // Who could not get it again must not be charged for it.
      if (!isPaid) answer = failure(500, "answer_not_kept");
    }
  }
  // Of an answer that does not go out nothing does.
  for (const name of Object.keys(headersOf(response))) {
    if (!(name in before) && !(name in answer.headers)) response.removeHeader(name);
  }
  held.send(answer);
  if (given === undefined) silence(response, visit.writeHead);
}

/** What is said of the payment is not for the handler to say: it may pass on what it was told itself where it bought. */
function withOwnWords(answer: KeptAnswer, before: KeptAnswer["headers"]): KeptAnswer {
  const isOurs = ([name]: [string, unknown]) => OURS.has(name.toLowerCase());
  const handlers = Object.entries(answer.headers).filter((header) => !isOurs(header));
  return { ...answer, headers: Object.fromEntries([...handlers, ...Object.entries(before).filter(isOurs)]) };
}

async function answerWithin(answer: Promise<KeptAnswer>, seconds: number): Promise<KeptAnswer | undefined> {
  const patience = new AbortController();
  const late = setTimeout(seconds * 1000, undefined, { signal: patience.signal });
  late.catch(() => undefined);
  const first = await Promise.race([answer, late]);
  patience.abort();
  return first;
}

function failure(status: number, error: string): KeptAnswer {
  const body = Buffer.from(JSON.stringify({ error }));
  const headers = { "content-type": "application/json; charset=utf-8", "content-length": String(body.length) };
  return { status, headers, body };
}
