import { decodePaymentRequiredHeader, decodePaymentResponseHeader } from "@x402/core/http";
import type { Response } from "express";
import type { ClaimStore } from "./claims.js";
import { askAgain, BUSY, isPassing } from "./retry.js";
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
    const { reason, isSettlement } = verdictOf(response);
    const isAgain = isPassing(reason);
    if (reason !== undefined) dropHandlerHeaders(response, visit);
    void settleClaim(claims, visit, isSettlement ? reason : undefined)
      .catch(onError)
      .then(() => {
        if (isAgain) endWith(response, end, reason);
        else end(...args);
      });
    return response;
  }) as Response["end"];
}

async function settleClaim(claims: ClaimStore, visit: Visit, reason: string | undefined): Promise<void> {
  if (!visit.isClaimed) return;
  // While nobody knows what becomes of the payment it stays taken.
  const isOpen = visit.isKept ? reason === undefined || isPassing(reason) : isPassing(reason) && reason !== BUSY;
  if (!isOpen) await claims.release(visit.claimant);
  else if (!visit.isKept) await claims.park(visit.claimant);
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
