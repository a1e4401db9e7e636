import {
  decodePaymentRequiredHeader,
  decodePaymentResponseHeader,
  decodePaymentSignatureHeader,
  encodePaymentResponseHeader,
} from "@x402/core/http";
import { SETTLEMENT_OVERRIDES_HEADER, type FacilitatorClient } from "@x402/core/server";
import type { Request, RequestHandler, Response } from "express";
import { BUSY, isFinal, isRetryable } from "../protocol.js";
import { withCanonicalRequirements } from "./acceptedRequirements.js";
import { declareLength, headersOf } from "./bufferedResponse.js";
import { takeClaim, type Claimant, type ClaimStore, type KeptAnswer } from "./claims.js";
import { allowRetry, claimantOf, respondInUse, type PaidRequest, type PaidRequests } from "./paidRequest.js";

/** Options of the middleware that runs before the official one. */
export interface ReplayOptions {
  claims: ClaimStore;
  paidRequests: PaidRequests;
  facilitator: Pick<FacilitatorClient, "verify" | "settle">;
  /**
   * Whether to claim the payment before it is settled: a settled payment is public, and anyone could claim it first.
   */
  isUpfront: boolean;
  onError: (error: unknown) => void;
}

/**
 * Runs before the official middleware. Replays the stored response to a repeated request, and adjusts what the official
 * middleware responds: it puts the claim in order first, and responds 503 to retryable failures where the official
 * middleware responds 402.
 */
export function replayMiddleware(options: ReplayOptions): RequestHandler {
  const { claims, paidRequests, facilitator, isUpfront } = options;
  return async (request, response, next) => {
    const claimant = claimantOf(request);
    if (claimant === undefined) {
      // Treat an unreadable payment as none: the official middleware would log every one.
      delete request.headers["payment-signature"];
      next();
      return;
    }
    const answer = await claims.find(claimant);
    if (answer !== undefined) {
      await replay(options, claimant, [request, response], answer);
      return;
    }
    const writeHead = response.writeHead.bind(response);
    const paidRequest: PaidRequest = { claimant, isClaimed: false, mayBeCharged: false, handlerHeaders: [], writeHead };
    if (isUpfront) {
      const payload = paymentIn(request);
      // Claim verified payments only, so that strangers cannot claim what they cannot sign. The settlement reports any
      // other fault.
      const { isValid } = await facilitator.verify(payload, payload.accepted);
      if (isValid && !(await takeClaim(claims, paidRequest))) {
        respondInUse(response);
        return;
      }
    }
    paidRequests.set(response, paidRequest);
    interceptEnd(options, paidRequest, response);
    next();
  };
}

/**
 * Responds to a request that the handler has already run for: the connection broke, or the settlement was pending. The
 * official verification would report a used nonce. The stored response is sent once its payment is settled; repeating
 * the settlement never charges twice. The claim stays, whatever this settlement returns, because an earlier one may
 * still be confirmed.
 */
async function replay(
  { claims, facilitator, onError }: ReplayOptions,
  claimant: Claimant,
  [request, response]: readonly [Request, Response],
  answer: KeptAnswer,
): Promise<void> {
  // The payment was verified when the handler ran: the whole header is part of the fingerprint.
  const payload = paymentIn(request);
  const settlement = await facilitator.settle(payload, payload.accepted);
  const headers = { "PAYMENT-RESPONSE": encodePaymentResponseHeader(settlement), "Cache-Control": "private, no-store" };
  if (settlement.success) {
    reportDelivery(claims, claimant, response, onError);
    response.status(answer.status);
    // Which page may read it depends on this request.
    const own = Object.entries(headersOf(response)).filter(([name]) => name.startsWith("access-control-"));
    const all = { ...answer.headers, ...Object.fromEntries(own), ...headers };
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
    response.removeHeader(SETTLEMENT_OVERRIDES_HEADER);
    declareLength(response, [answer.body]);
    response.end(answer.body);
    return;
  }
  response.set(headers);
  if (isRetryable(settlement.errorReason)) allowRetry(response, 503);
  else response.status(402);
  response.json({ error: settlement.errorReason });
}

function paymentIn(request: Request): ReturnType<typeof decodePaymentSignatureHeader> {
  return withCanonicalRequirements(decodePaymentSignatureHeader(request.get("payment-signature") ?? ""));
}

/** Headers of the handler that the official middleware has replaced in responses of its own. */
const REPLACED_HEADERS: ReadonlySet<string> = new Set(["content-type", "content-length", "cache-control"]);

/** What the response of the official middleware reveals about the payment. */
interface PaymentOutcome {
  /** Why the payment was rejected; undefined if it was accepted, or if the outcome is unknown. */
  reason: string | undefined;
  /** Whether the outcome comes from the settlement rather than from the verification. */
  isSettlement: boolean;
}

/** Updates the claim before the response ends, because the client may send the request again at once. */
function interceptEnd({ claims, onError }: ReplayOptions, paidRequest: PaidRequest, response: Response): void {
  const end = response.end.bind(response) as (...args: unknown[]) => Response;
  response.end = ((...args: unknown[]) => {
    const outcome = outcomeOf(response);
    const { reason } = outcome;
    if (reason !== undefined) removeHandlerHeaders(response, paidRequest);
    if (outcome.isSettlement && reason === undefined) {
      preventSharedCaching(response);
      reportDelivery(claims, paidRequest.claimant, response, onError);
    }
    void updateClaim(claims, paidRequest, outcome)
      .catch(onError)
      .then(() => {
        const isRejectedForNow = reason !== undefined && isRetryable(reason);
        const body = isRejectedForNow ? [retryableBody(response, reason)] : args;
        declareLength(response, body);
        end(...body);
      });
    return response;
  }) as Response["end"];
}

/** Gives up the claim if the payer is certainly not charged. Otherwise the claim stays. */
async function updateClaim(
  claims: ClaimStore,
  { claimant, isClaimed, mayBeCharged }: PaidRequest,
  { reason, isSettlement }: PaymentOutcome,
): Promise<void> {
  if (!isClaimed) return;
  const isUncharged = isSettlement ? isFinal(reason) : !mayBeCharged;
  if (isUncharged || (reason === BUSY && !mayBeCharged)) await claims.release(claimant);
  else if (!mayBeCharged) await claims.park(claimant);
}

/**
 * Reports to the store when the last byte was sent. A client that disconnects earlier may request the response again.
 */
function reportDelivery(
  claims: ClaimStore,
  claimant: Claimant,
  response: Response,
  onError: (error: unknown) => void,
): void {
  response.once("close", () => {
    if (response.writableFinished) claims.delivered(claimant).catch(onError);
  });
}

/** Replaces a handler's "public": the official middleware adds "private" beside it. */
function preventSharedCaching(response: Response): void {
  const cacheControl = String(response.getHeader("Cache-Control") ?? "");
  if (/\b(public|s-maxage)\b/i.test(cacheControl)) response.setHeader("Cache-Control", "private, no-store");
}

/** Sets status and headers for a client that may send the same payment again. @returns The body. */
function retryableBody(response: Response, error: string): Buffer {
  response.removeHeader("ETag");
  allowRetry(response, 503).type("json");
  return Buffer.from(JSON.stringify({ error }));
}

function removeHandlerHeaders(response: Response, { handlerHeaders }: PaidRequest): void {
  for (const name of handlerHeaders) if (!REPLACED_HEADERS.has(name)) response.removeHeader(name);
}

function outcomeOf(response: Response): PaymentOutcome {
  const settlement = response.getHeader("PAYMENT-RESPONSE");
  if (typeof settlement === "string") {
    const { success, errorReason = "" } = decodePaymentResponseHeader(settlement);
    return { reason: success ? undefined : errorReason, isSettlement: true };
  }
  const required = response.getHeader("PAYMENT-REQUIRED");
  const reason = typeof required === "string" ? decodePaymentRequiredHeader(required).error : undefined;
  return { reason, isSettlement: false };
}
