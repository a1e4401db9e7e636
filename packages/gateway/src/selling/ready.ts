import type { x402HTTPResourceServer } from "@x402/core/server";
import type { RequestHandler } from "express";
import { UNAVAILABLE } from "../reasons.js";
import type { AskedFacilitator } from "./askedFacilitator.js";
import type { Offer } from "./offer.js";
import { askAgain } from "./retry.js";

/**
 * Lets nobody pass until the terms are known and the facilitator has said that it settles them. The official middleware can do this
 * itself, but ends the process when the facilitator serves another chain.
 */
export function ready(
  server: x402HTTPResourceServer,
  facilitator: AskedFacilitator,
  offer: Offer,
  onError: (error: unknown) => void,
): RequestHandler {
  let isStarted = false;
  const start = async () => {
    // First, as it writes into the log when it cannot.
    await facilitator.getSupported();
    await server.initialize();
    isStarted = true;
  };
  return async (_request, response, next) => {
    try {
      await offer.refresh();
    } catch (error) {
      onError(error);
      askAgain(response, 503).json({ error: "price_unavailable" });
      return;
    }
    try {
      if (!isStarted) await start();
    } catch (error) {
      onError(error);
      askAgain(response, 503).json({ error: UNAVAILABLE });
      return;
    }
    next();
  };
}
