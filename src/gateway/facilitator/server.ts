import type { x402Facilitator } from "@x402/core/facilitator";
import { isPaymentPayload, isPaymentRequirements } from "@x402/core/schemas";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from "express";
import { SettlementError } from "../settlement/errors.js";
import type { SettlerLoad } from "../settlement/settler.js";

/** Seconds after which a client that was refused for lack of room may try again. */
const RETRY_AFTER = "1";
/** The largest request, as Express writes sizes. */
const MAX_BODY = "64kb";

/** What the facilitator's server needs. */
export interface ServerParts {
  facilitator: Pick<x402Facilitator, "verify" | "settle" | "getSupported">;
  /** How much is under way. */
  load: () => SettlerLoad;
  /** Whether the node answers and the journal can be written. */
  isHealthy: () => Promise<boolean>;
  /** Metrics in the text format of Prometheus. */
  metrics: () => Promise<string>;
  /** Told what went wrong on this side. */
  onError: (error: unknown) => void;
}

/** The facilitator over HTTP, as the official `HTTPFacilitatorClient` asks it. */
export function facilitatorApp(parts: ServerParts): Express {
  const { facilitator, load, isHealthy, metrics, onError } = parts;
  const app = express();
  app.disable("x-powered-by");
  const body = express.json({ limit: MAX_BODY });

  app.post("/verify", body, async (request, response) => {
    const asked = askedIn(request.body);
    if (asked === undefined) {
      refuse(response, 400, { isValid: false, invalidReason: "invalid_payload" });
      return;
    }
    const { payments, capacity } = load();
    // A handler must not run for a payment that will be refused.
    if (payments >= capacity) {
      refuse(response, 503, { isValid: false, invalidReason: "facilitator_busy" });
      return;
    }
    await answer(
      response,
      onError,
      () => facilitator.verify(...asked),
      (reason) => ({
        isValid: false,
        invalidReason: reason,
      }),
    );
  });

  app.post("/settle", body, async (request, response) => {
    const asked = askedIn(request.body);
    const failed = (errorReason: string) => ({
      success: false,
      errorReason,
      transaction: "",
      network: asked?.[1].network ?? "",
    });
    if (asked === undefined) {
      refuse(response, 400, failed("invalid_payload"));
      return;
    }
    await answer(response, onError, () => facilitator.settle(...asked), failed);
  });

  app.get("/supported", (_request, response) => {
    response.json(facilitator.getSupported());
  });
  app.get("/healthz", async (_request, response) => {
    const healthy = await isHealthy().catch(() => false);
    response.status(healthy ? 200 : 503).json({ healthy, ...load() });
  });
  app.get("/metrics", async (_request, response) => {
    response.type("text/plain; version=0.0.4").send(await metrics());
  });
  app.use(notFound, faultOf(onError));
  return app;
}

/** The two parts of a request; undefined when it is none of x402 version 2. */
function askedIn(body: unknown): [PaymentPayload, PaymentRequirements] | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { paymentPayload: payload, paymentRequirements: requirements } = body as Record<string, unknown>;
  if (!isPaymentPayload(payload) || payload.x402Version !== 2 || !isPaymentRequirements(requirements)) return undefined;
  return [payload as PaymentPayload, requirements as PaymentRequirements];
}

async function answer(
  response: Response,
  onError: (error: unknown) => void,
  run: () => Promise<object>,
  failed: (reason: string) => object,
): Promise<void> {
  try {
    response.json(await run());
  } catch (error) {
    const isFull = error instanceof SettlementError && error.code === "QueueFull";
    if (!isFull) onError(error);
    refuse(response, 503, failed(isFull ? "facilitator_busy" : "facilitator_unavailable"));
  }
}

function refuse(response: Response, status: 400 | 503, body: object): void {
  if (status === 503) response.set("Retry-After", RETRY_AFTER);
  response.status(status).json(body);
}

const notFound: RequestHandler = (_request, response) => {
  response.status(404).json({ error: "There is nothing here." });
};

/** Faults of the request, as Express names them; anything else is ours. */
function faultOf(onError: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
    if (status >= 500) onError(error);
    response
      .status(status)
      .json({ error: status === 413 ? "The request is too large." : "The request cannot be read." });
  };
}
