import { decodePaymentSignatureHeader } from "@x402/core/http";
import type { FacilitatorClient } from "@x402/core/server";
import type { RequestHandler } from "express";
import { claimantOf } from "./claimant.js";
import type { ClaimStore } from "./claims.js";
import { conclude, noteDelivery } from "./conclude.js";
import { inUse, take } from "./once.js";
import { resume } from "./resume.js";
import type { Visit, Visits } from "./visit.js";

/** What stands before the official middleware. */
export interface EnterOptions {
  claims: ClaimStore;
  visits: Visits;
  facilitator: Pick<FacilitatorClient, "verify" | "settle">;
  /** Whether the payment is taken before it is settled: once it is settled everybody can see it, and could be quicker. */
  isEarly: boolean;
  onError: (error: unknown) => void;
}

/** Stands before the official middleware: answers what was answered before, and has the last word on what the official one says. */
export function enter({ claims, visits, facilitator, isEarly, onError }: EnterOptions): RequestHandler {
  return async (request, response, next) => {
    const claimant = claimantOf(request);
    if (claimant === undefined) {
      // A payment that cannot be read is none; the official middleware would write each into the log.
      delete request.headers["payment-signature"];
      next();
      return;
    }
    const answer = await claims.find(claimant);
    if (answer !== undefined) {
      const noteItsDelivery = () => {
        noteDelivery(claims, claimant, response, onError);
      };
      await resume(facilitator, [request, response], answer, noteItsDelivery);
      return;
    }
    const writeHead = response.writeHead.bind(response);
    const visit: Visit = { claimant, isClaimed: false, isTaken: false, handlerHeaders: [], writeHead };
    if (isEarly) {
      const payload = decodePaymentSignatureHeader(request.get("payment-signature") ?? "");
      // Only a verified payment is taken: a stranger cannot take what he cannot sign. What else is wrong the settlement says.
      const { isValid } = await facilitator.verify(payload, payload.accepted);
      if (isValid && !(await take(claims, visit))) {
        inUse(response);
        return;
      }
    }
    visits.set(response, visit);
    conclude(claims, visit, response, onError);
    next();
  };
}
