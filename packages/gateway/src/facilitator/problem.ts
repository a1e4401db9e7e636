import type { Response } from "express";
import { facilitatorRetryAfter } from "../protocol.js";

/** Status codes of problem responses. */
export type ProblemStatus = 400 | 404 | 405 | 413 | 415 | 500 | 503;

/** Body of every problem response. */
export interface Problem {
  /** A stable code. */
  error: string;
  /** An explanation for people. */
  message: string;
}

/**
 * Sends a problem response. For `/verify` and `/settle` it also has the shape of x402, which the official client reads.
 * @param network As the client named it, if it did.
 */
export function sendProblem(
  response: Response,
  path: string,
  status: ProblemStatus,
  problem: Problem,
  network = "",
): void {
  const retryAfter = facilitatorRetryAfter(problem.error);
  if (retryAfter !== undefined) response.set("Retry-After", String(retryAfter));
  response.status(status).json({ ...problem, ...protocolFields(path, problem.error, network) });
}

function protocolFields(path: string, reason: string, network: string): object {
  if (path === "/verify") return { isValid: false, invalidReason: reason };
  if (path === "/settle") return { success: false, errorReason: reason, transaction: "", network };
  return {};
}
