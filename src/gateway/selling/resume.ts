import { decodePaymentSignatureHeader, encodePaymentResponseHeader } from "@x402/core/http";
import type { FacilitatorClient } from "@x402/core/server";
import type { Request, Response } from "express";
import type { Claimant, ClaimStore, KeptAnswer } from "./claims.js";
import { askAgain, isPassing } from "./retry.js";

/**
 * Answers a request that the handler has answered before: the connection broke, or the settlement was pending. The official verification
 * would say that its nonce is used. It goes out when it is settled; settling again pays nothing twice.
 */
export async function resume(
  claims: ClaimStore,
  facilitator: Pick<FacilitatorClient, "settle">,
  [request, response]: readonly [Request, Response],
  claimant: Claimant,
  answer: KeptAnswer,
): Promise<void> {
  // It was verified when the handler ran: the whole header is part of what makes two requests the same.
  const payload = decodePaymentSignatureHeader(request.get("payment-signature") ?? "");
  const settled = await facilitator.settle(payload, payload.accepted);
  const headers = { "PAYMENT-RESPONSE": encodePaymentResponseHeader(settled), "Cache-Control": "private, no-store" };
  if (settled.success) {
    response.status(answer.status);
    for (const [name, value] of Object.entries({ ...answer.headers, ...headers })) response.setHeader(name, value);
    response.end(answer.body);
    return;
  }
  response.set(headers);
  if (isPassing(settled.errorReason)) askAgain(response, 503);
  else {
    await claims.release(claimant);
    response.status(402);
  }
  response.json({ error: settled.errorReason });
}
