import type { x402Facilitator } from "@x402/core/facilitator";
import { healthRoutes } from "@servicecoin/health";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from "express";
import {
  INTERNAL_ERROR,
  INVALID_JSON,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  REQUEST_TOO_LARGE,
  UNSUPPORTED_ENCODING,
} from "../protocol.js";
import { readinessOf, type Health } from "./health.js";
import { logRequests } from "./logging.js";
import type { FacilitatorMetrics } from "./metrics.js";
import { settleRoute, verifyRoute, type PaymentRouteParts } from "./paymentRoutes.js";
import { sendProblem, type ProblemStatus } from "./problem.js";

/** Maximum size of a request, in the notation of Express. */
const MAX_BODY = "64kb";

/** What the facilitator's server needs. */
export interface ServerParts extends Omit<PaymentRouteParts, "facilitator" | "metrics"> {
  facilitator: Pick<x402Facilitator, "verify" | "settle" | "getSupported">;
  health: () => Promise<Health>;
  metrics: FacilitatorMetrics;
  /** What `/readyz` tells besides. */
  facts?: (() => Promise<object>) | undefined;
  /** Serves all paths below `/discovery`. */
  discovery?: Router | undefined;
}

/** Creates the HTTP API of the facilitator, as the official `HTTPFacilitatorClient` expects it. */
export function facilitatorApp(parts: ServerParts): Express {
  const { facilitator, health, metrics, log, discovery, facts } = parts;
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
  const readiness = async () => ({ ...readinessOf(await health()), ...(await facts?.()) });
  for (const { path, handle } of healthRoutes({ readiness, metrics: metrics.all })) {
    app.route(path).get(handle).all(allowOnly("GET, HEAD"));
  }
  if (discovery !== undefined) app.use("/discovery", discovery);
  app.use(notFound, handleErrors(parts));
  return app;
}

function allowOnly(methods: string): RequestHandler {
  return (request, response) => {
    response.set("Allow", methods);
    const message = `${request.path} allows only ${methods}.`;
    sendProblem(response, request.path, 405, { error: METHOD_NOT_ALLOWED, message });
  };
}

const notFound: RequestHandler = (_request, response) => {
  sendProblem(response, "", 404, { error: NOT_FOUND, message: "There is no such path." });
};

const REQUEST_ERRORS: Readonly<Record<number, { status: ProblemStatus; error: string; message: string } | undefined>> =
  {
    413: { status: 413, error: REQUEST_TOO_LARGE, message: `A request may have ${MAX_BODY} at most.` },
    415: { status: 415, error: UNSUPPORTED_ENCODING, message: "The encoding of the request is not supported." },
  };
const UNREADABLE = { status: 400, error: INVALID_JSON, message: "The request is not valid JSON." } as const;
const INTERNAL = { status: 500, error: INTERNAL_ERROR, message: "This is a fault of the facilitator." } as const;

/** Maps errors in requests, as Express names them, to problems. Any other error is internal. */
function handleErrors({ log }: ServerParts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const code = error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
    const { status, ...problem } = code >= 500 ? INTERNAL : (REQUEST_ERRORS[code] ?? UNREADABLE);
    if (status === 500) log.error({ err: error }, "internal error");
    sendProblem(response, request.path, status, problem);
  };
}
