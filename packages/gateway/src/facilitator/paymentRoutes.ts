import type { x402Facilitator } from "@x402/core/facilitator";
import { isPaymentPayload, isPaymentRequirements } from "@x402/core/schemas";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { BUSY, INVALID_NETWORK, INVALID_PAYLOAD, UNAVAILABLE, UNSUPPORTED_SCHEME, type Network } from "../protocol.js";
import { SettlementError } from "../settlement/errors.js";
import { addFacts, factsOf } from "./logging.js";
import type { FacilitatorMetrics } from "./metrics.js";
import { describeNodeFault } from "./nodeFault.js";
import { sendProblem, type Problem } from "./problem.js";

/** What `/verify` and `/settle` need. */
export interface PaymentRouteParts {
  facilitator: Pick<x402Facilitator, "verify" | "settle">;
  /** The only supported network. */
  network: Network;
  /** Returns why no payment is accepted now; undefined if payments are accepted. */
  obstacle: () => SettlementError | undefined;
  metrics: Pick<FacilitatorMetrics, "onVerified" | "onRefused">;
  log: Logger;
}

/** Handles `POST /verify`. */
export function verifyRoute(parts: PaymentRouteParts): RequestHandler {
  const { facilitator, obstacle, metrics, network } = parts;
  return paymentRoute("/verify", parts, metrics.onVerified.bind(metrics, "refused"), async (response, request) => {
    const unsupported = unsupportedReason(request.requirements, network);
    // A seller must not run its handler for a payment whose settlement will be rejected.
    const problem = obstacle();
    if (unsupported === undefined && problem) throw problem;
    const verified =
      unsupported === undefined
        ? await facilitator.verify(request.payload, request.requirements)
        : { isValid: false, invalidReason: unsupported };
    metrics.onVerified(verified.isValid ? "valid" : "invalid", verified.invalidReason);
    addFacts(response, { result: verified.isValid ? "valid" : (verified.invalidReason ?? "invalid") });
    response.json(verified);
  });
}

/** Handles `POST /settle`. */
export function settleRoute(parts: PaymentRouteParts): RequestHandler {
  const { facilitator, metrics, network } = parts;
  return paymentRoute("/settle", parts, metrics.onRefused.bind(metrics), async (response, request) => {
    const errorReason = unsupportedReason(request.requirements, network);
    const settled =
      errorReason === undefined
        ? await facilitator.settle(request.payload, request.requirements)
        : { success: false, errorReason, transaction: "", network: request.requirements.network };
    const { success, transaction } = settled;
    // A payment with a transaction is counted when it ends.
    if (!success && transaction === "") metrics.onRefused(settled.errorReason ?? "");
    addFacts(response, { result: success ? "settled" : settled.errorReason, transaction });
    response.json(settled);
  });
}

interface PaymentRequest {
  payload: PaymentPayload;
  requirements: PaymentRequirements;
}

/** Parses a request and handles it, or sends a problem. @param onRefused Receives the code of the problem. */
function paymentRoute(
  path: string,
  { log }: PaymentRouteParts,
  onRefused: (reason: string) => void,
  handle: (response: Response, request: PaymentRequest) => Promise<void>,
): RequestHandler {
  return async ({ body }, response) => {
    const request = parseRequest(body);
    if (request === undefined) {
      addFacts(response, { result: INVALID.error });
      onRefused(INVALID.error);
      sendProblem(response, path, 400, INVALID);
      return;
    }
    addFacts(response, factsOf(request.payload));
    try {
      await handle(response, request);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.error !== BUSY) log.warn({ err: loggable(error) }, "payment request failed");
      addFacts(response, { result: problem.error });
      onRefused(problem.error);
      sendProblem(response, path, 503, problem, request.requirements.network);
    }
  };
}

const INVALID: Problem = {
  error: INVALID_PAYLOAD,
  message: "This is not an x402 version 2 request with paymentPayload and paymentRequirements.",
};

/** Returns the two parts of a request; undefined if it is not an x402 version 2 request. */
function parseRequest(body: unknown): PaymentRequest | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { paymentPayload: payload, paymentRequirements: requirements } = body as Record<string, unknown>;
  if (!isPaymentPayload(payload) || payload.x402Version !== 2 || !isPaymentRequirements(requirements)) return undefined;
  return { payload: payload as PaymentPayload, requirements: requirements as PaymentRequirements };
}

/** Returns the reason why such payments are not supported here; undefined if they are. */
function unsupportedReason({ scheme, network }: PaymentRequirements, supported: Network): string | undefined {
  if (scheme !== "exact") return UNSUPPORTED_SCHEME;
  return network === supported ? undefined : INVALID_NETWORK;
}

const EXPLANATIONS: Readonly<Record<string, string | undefined>> = {
  Stopping: "The facilitator stops.",
  JournalUnwritable: "The facilitator's journal cannot be written.",
  FeesTooHigh: "Gas costs more than the facilitator pays.",
  NotSent: "The payment was not sent in time.",
  Refused: "The node rejected the facilitator's transaction.",
  Unfit: "No node accepts the facilitator's transaction.",
};

function problemOf(error: unknown): Problem {
  const code = error instanceof SettlementError ? error.code : "";
  if (code === "QueueFull") {
    return { error: BUSY, message: "The limit of payments in flight is reached. Retry soon." };
  }
  const explanation = EXPLANATIONS[code] ?? "The facilitator cannot reach the chain.";
  const sentences = [explanation, describeNodeFault(error), "Retry with the same payment."];
  return { error: UNAVAILABLE, message: sentences.filter((sentence) => sentence !== undefined).join(" ") };
}

/**
 * Returns what may be logged of an error. Its message may quote a request with its signature, or a URL with its key.
 */
function loggable(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message } = error;
  const code = "code" in error ? String(error.code) : undefined;
  const fault = describeNodeFault(error);
  return error instanceof SettlementError ? { name, code, message, fault } : { name, code, fault };
}
