import { decodePaymentRequiredHeader, decodePaymentResponseHeader } from "@x402/core/http";
import type { Response } from "express";
import { BUSY, isPassing } from "../reasons.js";
import type { Claimant, ClaimStore } from "./claims.js";
import { askAgain, isFinal } from "./retry.js";
import type { Visit } from "./visit.js";

/** Headers of the handler that the official middleware has replaced by its own, in an answer that is not the handler's. */
const REPLACED: ReadonlySet<string> = new Set(["content-type", "content-length", "cache-control"]);

/** What the official middleware found out. */
interface Verdict {
  /** Why the payment was not taken; undefined when it was, or when nobody knows. */
  reason: string | undefined;
  /** Whether the answer came from the settlement. */
  isSettlement: boolean;
}

/**
 * Puts the claim right before the last word goes out, when whoever hears it may ask again at once; and says "try again" with status 503,
 * where the official middleware says 402 to everything.
 */
export function conclude(
  claims: ClaimStore,
  visit: Visit,
  response: Response,
  onError: (error: unknown) => void,
): void {
  const end = response.end.bind(response) as (...args: unknown[]) => Response;
  response.end = ((...args: unknown[]) => {
    const verdict = verdictOf(response);
    const { reason } = verdict;
    if (reason !== undefined) dropHandlerHeaders(response, visit);
    if (verdict.isSettlement && reason === undefined) {
      keepFromCaches(response);
      noteDelivery(claims, visit.claimant, response, onError);
    }
    void settleClaim(claims, visit, verdict)
      .catch(onError)
      .then(() => {
        if (reason !== undefined && isPassing(reason)) endWith(response, end, reason);
        else end(...args);
      });
    return response;
  }) as Response["end"];
}

/** A payment of which it is not certain that it charges nobody stays taken. */
async function settleClaim(claims: ClaimStore, visit: Visit, { reason, isSettlement }: Verdict): Promise<void> {
  if (!visit.isClaimed) return;
  const isCertain = isSettlement ? isFinal(reason) : !visit.isTaken;
  if (isCertain || (reason === BUSY && !visit.isTaken)) await claims.release(visit.claimant);
  else if (!visit.isTaken) await claims.park(visit.claimant);
}

/** Tells the store when the last byte has left. Who hung up before may ask again. */
export function noteDelivery(
  claims: ClaimStore,
  claimant: Claimant,
  response: Response,
  onError: (error: unknown) => void,
): void {
  response.once("close", () => {
    if (response.writableFinished) claims.delivered(claimant).catch(onError);
  });
}

/** The official middleware adds "private" to what the handler said, and leaves "public" beside it. */
function keepFromCaches(response: Response): void {
  const said = String(response.getHeader("Cache-Control") ?? "");
  if (/\b(public|s-maxage)\b/i.test(said)) response.setHeader("Cache-Control", "private, no-store");
}

function endWith(response: Response, end: (...args: unknown[]) => Response, error: string): void {
  const body = Buffer.from(JSON.stringify({ error }));
  response.removeHeader("ETag");
  askAgain(response, 503).type("json").set("Content-Length", String(body.length));
  end(body);
}

function dropHandlerHeaders(response: Response, { handlerHeaders }: Visit): void {
  for (const name of handlerHeaders) if (!REPLACED.has(name)) response.removeHeader(name);
}

function verdictOf(response: Response): Verdict {
  const settled = response.getHeader("PAYMENT-RESPONSE");
  if (typeof settled === "string") {
    const { success, errorReason = "" } = decodePaymentResponseHeader(settled);
    return { reason: success ? undefined : errorReason, isSettlement: true };
  }
  const required = response.getHeader("PAYMENT-REQUIRED");
  const reason = typeof required === "string" ? decodePaymentRequiredHeader(required).error : undefined;
  return { reason, isSettlement: false };
}
