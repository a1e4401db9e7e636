import type { x402HTTPResourceServer } from "@x402/core/server";
import type { RequestHandler } from "express";
import { PRICE_UNAVAILABLE, UNAVAILABLE } from "../protocol.js";
import type { SellerFacilitatorClient } from "./facilitatorClient.js";
import { allowRetry } from "./paidRequest.js";
import type { TermsSource } from "./terms.js";

/**
 * Responds 503 until the terms are known and the facilitator has confirmed that it supports them. The official
 * middleware can check this too, but ends the process if the facilitator serves another chain.
 */
export function readinessMiddleware(
  server: x402HTTPResourceServer,
  facilitator: SellerFacilitatorClient,
  terms: TermsSource,
  onError: (error: unknown) => void,
): RequestHandler {
  let isStarted = false;
  const start = async () => {
    // Request this first: `initialize` logs failed requests itself.
    await facilitator.getSupported();
    await server.initialize();
    isStarted = true;
  };
  return async (_request, response, next) => {
    try {
      await terms.refresh();
    } catch (error) {
      onError(error);
      allowRetry(response, 503).json({ error: PRICE_UNAVAILABLE });
      return;
    }
    try {
      if (!isStarted) await start();
    } catch (error) {
      onError(error);
      allowRetry(response, 503).json({ error: UNAVAILABLE });
      return;
    }
    next();
  };
}
