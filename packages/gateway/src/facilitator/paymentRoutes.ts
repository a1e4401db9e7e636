import type { x402Facilitator } from "@x402/core/facilitator";
import { isPaymentPayload, isPaymentRequirements } from "@x402/core/schemas";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { BUSY, UNAVAILABLE } from "../reasons.js";
import { SettlementError } from "../settlement/errors.js";
import type { Metrics } from "./metrics.js";
import { refuse, type Problem } from "./problem.js";
import { factsOf, note } from "./requestLog.js";

/** What `/verify` and `/settle` need. */
export interface PaymentRouteParts {
  facilitator: Pick<x402Facilitator, "verify" | "settle">;
  /** The only network, as `eip155:<chainId>`. */
  network: string;
  /** Why no payment would be taken now, if so. */
  obstacle: () => SettlementError | undefined;
  metrics: Pick<Metrics, "onVerified" | "onRefused">;
  log: Logger;
}

/** `POST /verify`. */
export function verifyRoute(parts: PaymentRouteParts): RequestHandler {
  const { facilitator, obstacle, metrics } = parts;
  return answering("/verify", parts, metrics.onVerified.bind(metrics, "refused"), async (response, asked) => {
    const unsupported = unsupportedIn(asked.requirements, parts.network);
    // A handler must not run for a payment that will be refused.
    const problem = obstacle();
    if (unsupported === undefined && problem) throw problem;
    const answer =
      unsupported === undefined
        ? await facilitator.verify(asked.payload, asked.requirements)
        : { isValid: false, invalidReason: unsupported };
    metrics.onVerified(answer.isValid ? "valid" : "invalid", answer.invalidReason);
    note(response, { result: answer.isValid ? "valid" : (answer.invalidReason ?? "invalid") });
    response.json(answer);
  });
}

/** `POST /settle`. */
export function settleRoute(parts: PaymentRouteParts): RequestHandler {
  const { facilitator, metrics, network } = parts;
  return answering("/settle", parts, metrics.onRefused.bind(metrics), async (response, asked) => {
    const errorReason = unsupportedIn(asked.requirements, network);
    const answer =
      errorReason === undefined
        ? await facilitator.settle(asked.payload, asked.requirements)
        : { success: false, errorReason, transaction: "", network: asked.requirements.network };
    const { success, transaction } = answer;
    // What has a transaction is counted when it ends.
    if (!success && transaction === "") metrics.onRefused(answer.errorReason ?? "");
    note(response, { result: success ? "settled" : answer.errorReason, transaction });
    response.json(answer);
  });
}

interface Asked {
  payload: PaymentPayload;
  requirements: PaymentRequirements;
}

/** Reads a request and answers it, or says why not. @param onRefused Told the reason. */
function answering(
  path: string,
  { log }: PaymentRouteParts,
  onRefused: (reason: string) => void,
  answer: (response: Response, asked: Asked) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    const asked = askedIn(request.body);
    if (asked === undefined) {
      note(response, { result: INVALID.error });
      onRefused(INVALID.error);
      refuse(response, path, 400, INVALID);
      return;
    }
    note(response, factsOf(asked.payload));
    try {
      await answer(response, asked);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.error !== BUSY) log.warn({ err: described(error) }, "not answered");
      note(response, { result: problem.error });
      onRefused(problem.error);
      refuse(response, path, 503, problem, asked.requirements.network);
    }
  };
}

const INVALID: Problem = {
  error: "invalid_payload",
  message: "This is no request of x402 version 2 with paymentPayload and paymentRequirements.",
};

/** The two parts of a request; undefined when it is none of x402 version 2. */
function askedIn(body: unknown): Asked | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { paymentPayload: payload, paymentRequirements: requirements } = body as Record<string, unknown>;
  if (!isPaymentPayload(payload) || payload.x402Version !== 2 || !isPaymentRequirements(requirements)) return undefined;
  return { payload: payload as PaymentPayload, requirements: requirements as PaymentRequirements };
}

/** Why nothing here can verify such a payment, if so. */
function unsupportedIn({ scheme, network }: PaymentRequirements, ours: string): string | undefined {
  if (scheme !== "exact") return "unsupported_scheme";
  return network === ours ? undefined : "invalid_network";
}

function problemOf(error: unknown): Problem {
  const code = error instanceof SettlementError ? error.code : undefined;
  if (code === "QueueFull") {
    return { error: BUSY, message: "As many payments as possible are under way. Try again soon." };
  }
  const why: Readonly<Record<string, string | undefined>> = {
    Stopping: "The facilitator stops.",
    JournalUnwritable: "The facilitator's journal cannot be written.",
    FeesTooHigh: "Gas costs more than the facilitator pays.",
  };
  const reason = why[code ?? ""] ?? "The facilitator cannot reach the chain.";
  return { error: UNAVAILABLE, message: `${reason} Ask again with the same payment.` };
}

/** What may be logged of an error: its message may quote a request with its signature, and a URL with its key. */
function described(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message } = error;
  const code = "code" in error ? String(error.code) : undefined;
  return error instanceof SettlementError ? { name, code, message } : { name, code };
}
