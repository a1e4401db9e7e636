import { ServiceCoinError } from "@servicecoin/sdk";
import { isPassing } from "../reasons.js";
import { reasonOf } from "./headers.js";
import type { SignedPayment } from "./purse.js";
import type { Answered, Question } from "./question.js";

/** Seconds between two tries, unless the seller says it, and at most. */
const PAUSE = 1;
const LONGEST_PAUSE = 10;

/** What stands before a seller answers with these when the seller was slow, and may have been paid. A seller that was says so. */
const GATEWAY: ReadonlySet<number> = new Set([429, 502, 504]);

/** How a payment is brought to its seller. */
export interface Delivery {
  send: typeof fetch;
  /** Milliseconds for which the same payment is sent again. */
  patience: number;
}

/**
 * Sends a payment, and sends the same again while nobody knows what became of it. Another is never signed for it.
 * @returns The seller's answer, whatever its status but 402.
 * @throws ServiceCoinError `PaymentRefused`, `PaymentUnclear`, `PaymentRedirected`
 */
export async function deliver(question: Question, payment: SignedPayment, delivery: Delivery): Promise<Answered> {
  const { url, amount, payTo } = payment.page;
  const end = Date.now() + delivery.patience;
  for (let tries = 0; ; tries++) {
    const tried = await attempt(question, payment, delivery);
    if (tried.response !== undefined) return tried;
    // The seller's own 502 comes of work, which each repetition makes it do again.
    const pause = (tried.isGateway ? Math.max(tried.pause, Math.min(2 ** tries, LONGEST_PAUSE)) : tried.pause) * 1000;
    const mayWait = tried.isRepeatable && Date.now() + pause < Math.min(end, payment.until);
    if (!mayWait) {
      throw new ServiceCoinError("PaymentUnclear", { url, amount, payTo, reason: tried.reason }, tried.cause);
    }
    await sleep(pause, question.request.signal);
  }
}

interface Unanswered {
  response?: undefined;
  reason: string;
  pause: number;
  isRepeatable: boolean;
  isGateway?: boolean;
  cause?: unknown;
}

type Tried = Answered | Unanswered;

async function attempt(question: Question, payment: SignedPayment, { send }: Delivery): Promise<Tried> {
  const { url, amount, payTo } = payment.page;
  // Where a repetition cannot be told, a request that changes something might do it twice.
  const isRepeatable = payment.isRepeatable || ["GET", "HEAD"].includes(question.request.method);
  let answered: Answered;
  try {
    answered = await question.askWith(send, payment.header);
  } catch (error) {
    if (error instanceof ServiceCoinError || question.request.signal.aborted) throw error;
    return { reason: "no_answer", pause: PAUSE, isRepeatable, cause: error };
  }
  const { response, settled } = answered;
  // What was bought leads to another page, which answers as it likes.
  if (settled?.success === true) return answered;
  const reason = reasonOf(response);
  const isBusy = [409, 503].includes(response.status) && response.headers.has("Retry-After");
  const isGateway = settled === undefined && GATEWAY.has(response.status);
  if (isPassing(reason) || isBusy || isGateway) {
    await response.body?.cancel();
    return { reason: reason ?? `status_${response.status}`, pause: pauseOf(response), isRepeatable, isGateway };
  }
  if (response.status === 402) {
    await response.body?.cancel();
    throw new ServiceCoinError("PaymentRefused", { url, amount, payTo, reason: reason ?? "it gave no reason" });
  }
  return answered;
}

function pauseOf(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? Math.min(seconds, LONGEST_PAUSE) : PAUSE;
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
