import type { Response } from "express";
import { SELLER_RETRY_AFTER } from "../protocol.js";

/** Tells the client that it may send the same request again. Sets only the status and headers. */
export function askAgain(response: Response, status: 409 | 503): Response {
  return response.set("Retry-After", String(SELLER_RETRY_AFTER)).status(status);
}
