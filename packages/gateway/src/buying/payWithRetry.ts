import { ServiceCoinError } from "@servicecoin/sdk";
import { isRetryable } from "../protocol.js";
import { readRejectionReason } from "./headers.js";
import type { SignedPayment } from "./paymentSigner.js";
import type { ReplayableRequest, SellerResponse } from "./replayableRequest.js";

/** Seconds between two attempts. A seller can choose the pause itself, up to `MAX_PAUSE`. */
const DEFAULT_PAUSE = 1;
const MAX_PAUSE = 10;

/**
 * Statuses that a proxy in front of the seller responds with when the seller was too slow, although the seller may have
 * been paid. A seller that was paid and responds with such a status itself reports the settlement.
 */
const PROXY_STATUSES: ReadonlySet<number> = new Set([429, 502, 504]);

/** How a payment is sent to its seller. */
export interface RetryOptions {
  fetch: typeof fetch;
  /** How long the same payment is sent again, in milliseconds. */
  patience: number;
}

/**
 * Sends a payment, and sends the same one again while its outcome is unknown. Never signs another payment for the
 * request.
 * @returns The seller's response, with any status other than 402.
 * @throws ServiceCoinError `PaymentRefused`, `PaymentUnclear`, `PaymentRedirected`
 */
export async function payWithRetry(
  request: ReplayableRequest,
  payment: SignedPayment,
  options: RetryOptions,
): Promise<SellerResponse> {
  const { url, amount, payTo } = payment.page;
  const end = Date.now() + options.patience;
  for (let attempts = 0; ; attempts++) {
    const attempt = await sendOnce(request, payment, options);
    if (attempt.response !== undefined) return attempt;
    const { reason, isRepeatable, isProxy, cause } = attempt;
    // Back off behind a proxy: each repetition makes the seller work again.
    const seconds = isProxy ? Math.max(attempt.pause, Math.min(2 ** attempts, MAX_PAUSE)) : attempt.pause;
    const pause = seconds * 1000;
    const mayRetry = isRepeatable && Date.now() + pause < Math.min(end, payment.until);
    if (!mayRetry) throw new ServiceCoinError("PaymentUnclear", { url, amount, payTo, reason }, cause);
    await sleep(pause, request.signal);
  }
}

/** An attempt with an unknown outcome. */
interface UnclearAttempt {
  response?: undefined;
  reason: string;
  /** Seconds until the next attempt. */
  pause: number;
  isRepeatable: boolean;
  isProxy?: boolean;
  cause?: unknown;
}

async function sendOnce(
  request: ReplayableRequest,
  payment: SignedPayment,
  { fetch: send }: RetryOptions,
): Promise<SellerResponse | UnclearAttempt> {
  const { url, amount, payTo } = payment.page;
  // If the seller cannot recognize a repetition, a request with side effects might take effect twice.
  const isRepeatable = payment.isRepeatable || ["GET", "HEAD"].includes(request.method);
  let paid: SellerResponse;
  try {
    paid = await request.sendWithPayment(send, payment.header);
  } catch (error) {
    if (error instanceof ServiceCoinError || request.signal.aborted) throw error;
    return { reason: "no_answer", pause: DEFAULT_PAUSE, isRepeatable, cause: error };
  }
  const { response, settlement } = paid;
  // The payment may have bought a redirect, and the target may respond with any status.
  if (settlement?.success === true) return paid;
  const reason = readRejectionReason(response);
  const isBusy = [409, 503].includes(response.status) && response.headers.has("Retry-After");
  const isProxy = settlement === undefined && PROXY_STATUSES.has(response.status);
  if (isRetryable(reason) || isBusy || isProxy) {
    await response.body?.cancel();
    return { reason: reason ?? `status_${response.status}`, pause: pauseOf(response), isRepeatable, isProxy };
  }
  if (response.status === 402) {
    await response.body?.cancel();
    throw new ServiceCoinError("PaymentRefused", { url, amount, payTo, reason: reason ?? "it gave no reason" });
  }
  return paid;
}

function pauseOf(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? Math.min(seconds, MAX_PAUSE) : DEFAULT_PAUSE;
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
