import { decodePaymentSignatureHeader, encodePaymentResponseHeader } from "@x402/core/http";
import type { FacilitatorClient } from "@x402/core/server";
import type { RequestHandler } from "express";
import { claimantOf } from "./claimant.js";
import type { ClaimStore } from "./claims.js";

/**
 * Stands before the official middleware, which would say of a settled payment that its nonce is used. Who asks the same again, because
 * the connection broke or the settlement was pending, gets the answer that the handler gave the first time, once it is settled. Settling
 * again pays nothing twice.
 */
export function resume(claims: ClaimStore, facilitator: Pick<FacilitatorClient, "settle">): RequestHandler {
  return async (request, response, next) => {
    const claimant = claimantOf(request);
    const answer = claimant && (await claims.find(claimant));
    if (answer === undefined) {
      next();
      return;
    }
    // It was verified when the handler ran: the whole header is part of what makes two requests the same.
    const payload = decodePaymentSignatureHeader(request.get("payment-signature") ?? "");
    const settled = await facilitator.settle(payload, payload.accepted).catch((error: unknown) => ({
      success: false,
      errorReason: "facilitator_unavailable",
      errorMessage: error instanceof Error ? error.message : String(error),
      transaction: "",
      network: payload.accepted.network,
    }));
    response.set("PAYMENT-RESPONSE", encodePaymentResponseHeader(settled)).set("Cache-Control", "private, no-store");
    if (!settled.success) {
      response.status(402).json({ error: settled.errorReason });
      return;
    }
    response.status(answer.status);
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.end(answer.body);
  };
}
