import { decodePaymentResponseHeader } from "@x402/core/http";
import type { RequestHandler, Response } from "express";
import { capture } from "./capture.js";
import { claimantOf } from "./claimant.js";
import type { Claimant, ClaimStore } from "./claims.js";

/** Seconds after which a request whose payment is in use may ask again. */
const RETRY_AFTER = "2";

/**
 * Stands between the official middleware, which has verified the payment and holds back the answer, and the handler. One payment reaches
 * the handler once. An answer of 400 or more makes the official middleware settle nothing.
 */
export function once(claims: ClaimStore): RequestHandler {
  return async (request, response, next) => {
    const claimant = claimantOf(request);
    if (claimant === undefined) {
      response.status(402).json({ error: "invalid_payload" });
      return;
    }
    if (!(await claims.claim(claimant))) {
      response.set("Retry-After", RETRY_AFTER).status(409).json({ error: "payment_in_use" });
      return;
    }
    void follow(claims, claimant, response);
    next();
  };
}

/** Keeps or gives back the claim, by what became of the request. */
async function follow(claims: ClaimStore, claimant: Claimant, response: Response): Promise<void> {
  const sent = new Promise<void>((resolve) => response.once("close", resolve));
  const answer = await capture(response);
  if (answer.status >= 400) {
    await claims.release(claimant);
    return;
  }
  // Before anything is settled: from here on the payer may be charged, and must be able to get the answer.
  await claims.keep(claimant, answer);
  await sent;
  if (isRefused(response)) await claims.release(claimant);
}

/** Whether the settlement said for certain that nobody was charged. */
function isRefused(response: Response): boolean {
  const header = response.getHeader("PAYMENT-RESPONSE");
  if (typeof header !== "string") return false;
  const { success, errorReason } = decodePaymentResponseHeader(header);
  return !success && errorReason !== "settlement_pending" && errorReason !== "facilitator_unavailable";
}
