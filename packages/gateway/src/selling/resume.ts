import { decodePaymentSignatureHeader, encodePaymentResponseHeader } from "@x402/core/http";
import { SETTLEMENT_OVERRIDES_HEADER, type FacilitatorClient } from "@x402/core/server";
import type { Request, Response } from "express";
import { isPassing } from "../reasons.js";
import type { KeptAnswer } from "./claims.js";
import { askAgain } from "./retry.js";

/**
 * Answers a request that the handler has answered before: the connection broke, or the settlement was pending. The official verification
 * would say that its nonce is used. It goes out when it is settled; settling again pays nothing twice. As an earlier
 * settlement may still come true, the payment stays taken whatever is said of this one.
 */
export async function resume(
  facilitator: Pick<FacilitatorClient, "settle">,
  [request, response]: readonly [Request, Response],
  answer: KeptAnswer,
  noteDelivery: () => void,
): Promise<void> {
  // It was verified when the handler ran: the whole header is part of what makes two requests the same.
  const payload = decodePaymentSignatureHeader(request.get("payment-signature") ?? "");
  const settled = await facilitator.settle(payload, payload.accepted);
  const headers = { "PAYMENT-RESPONSE": encodePaymentResponseHeader(settled), "Cache-Control": "private, no-store" };
  if (settled.success) {
    noteDelivery();
    response.status(answer.status);
    for (const [name, value] of Object.entries({ ...answer.headers, ...headers })) response.setHeader(name, value);
    response.removeHeader(SETTLEMENT_OVERRIDES_HEADER);
    response.end(answer.body);
    return;
  }
  response.set(headers);
  if (isPassing(settled.errorReason)) askAgain(response, 503);
  else response.status(402);
  response.json({ error: settled.errorReason });
}
