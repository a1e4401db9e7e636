import type { Response } from "express";
import { BUSY, UNAVAILABLE } from "../reasons.js";

/** Statuses of what is refused. */
export type ProblemStatus = 400 | 404 | 405 | 413 | 415 | 500 | 503;

/** What every refusal says. */
export interface Problem {
  /** A name that stays the same. */
  error: string;
  /** The same for people. */
  message: string;
}

/** Seconds after which a client may try again. */
const RETRY_AFTER: Readonly<Record<string, number | undefined>> = {
  [BUSY]: 1,
  [UNAVAILABLE]: 5,
};

/**
 * Refuses a request. `/verify` and `/settle` also answer in the shape of their protocol, which the official client reads.
 * @param network As the client named it, if it did.
 */
export function refuse(response: Response, path: string, status: ProblemStatus, problem: Problem, network = ""): void {
  const retryAfter = RETRY_AFTER[problem.error];
  if (retryAfter !== undefined) response.set("Retry-After", String(retryAfter));
  response.status(status).json({ ...problem, ...protocolOf(path, problem.error, network) });
}

function protocolOf(path: string, reason: string, network: string): object {
  if (path === "/verify") return { isValid: false, invalidReason: reason };
  if (path === "/settle") return { success: false, errorReason: reason, transaction: "", network };
  return {};
}
