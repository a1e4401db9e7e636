import type { x402Facilitator } from "@x402/core/facilitator";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from "express";
import type { Health } from "./health.js";
import type { Metrics } from "./metrics.js";
import { settleRoute, verifyRoute, type PaymentRouteParts } from "./paymentRoutes.js";
import { refuse, type ProblemStatus } from "./problem.js";
import { logRequests } from "./requestLog.js";

/** The largest request, as Express writes sizes. */
const MAX_BODY = "64kb";

/** What the facilitator's server needs. */
export interface ServerParts extends Omit<PaymentRouteParts, "facilitator" | "metrics"> {
  facilitator: Pick<x402Facilitator, "verify" | "settle" | "getSupported">;
  health: () => Promise<Health>;
  metrics: Metrics;
  /** Answers what is below `/discovery`. */
  discovery?: Router | undefined;
}

/** The facilitator over HTTP, as the official `HTTPFacilitatorClient` asks it. */
export function facilitatorApp(parts: ServerParts): Express {
  const { facilitator, health, metrics, log, discovery } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.use(logRequests(log));
  const body = express.json({ limit: MAX_BODY });
  app.route("/verify").post(body, verifyRoute(parts)).all(allowOnly("POST"));
  app.route("/settle").post(body, settleRoute(parts)).all(allowOnly("POST"));
  app
    .route("/supported")
    .get((_request, response) => {
      response.json(facilitator.getSupported());
    })
    .all(allowOnly("GET, HEAD"));
  app
    .route("/healthz")
    .get(async (_request, response) => {
      const now = await health();
      response.status(now.healthy ? 200 : 503).json(now);
    })
    .all(allowOnly("GET, HEAD"));
  app
    .route("/metrics")
    .get(async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.text());
    })
    .all(allowOnly("GET, HEAD"));
  if (discovery !== undefined) app.use("/discovery", discovery);
  app.use(notFound, faultOf(parts));
  return app;
}

function allowOnly(methods: string): RequestHandler {
  return (request, response) => {
    response.set("Allow", methods);
    refuse(response, request.path, 405, {
      error: "method_not_allowed",
      message: `${request.path} takes ${methods} only.`,
    });
  };
}

const notFound: RequestHandler = (_request, response) => {
  refuse(response, "", 404, { error: "not_found", message: "There is nothing here." });
};

const FAULTS: Readonly<Record<number, { status: ProblemStatus; error: string; message: string } | undefined>> = {
  413: { status: 413, error: "request_too_large", message: `A request has ${MAX_BODY} at most.` },
  415: { status: 415, error: "unsupported_encoding", message: "The encoding of the request is not supported." },
};
const UNREADABLE = { status: 400, error: "invalid_json", message: "The request is no JSON." } as const;
const INTERNAL = { status: 500, error: "internal_error", message: "This is a fault of the facilitator." } as const;

/** Faults of the request, as Express names them; anything else is ours. */
function faultOf({ log }: ServerParts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const named = error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
    const { status, ...problem } = named >= 500 ? INTERNAL : (FAULTS[named] ?? UNREADABLE);
    if (status === 500) log.error({ err: error }, "fault");
    refuse(response, request.path, status, problem);
  };
}
