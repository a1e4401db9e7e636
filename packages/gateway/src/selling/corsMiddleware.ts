import type { RequestHandler } from "express";

/** Headers that a buyer in a browser reads. */
const EXPOSED_HEADERS = "PAYMENT-REQUIRED, PAYMENT-RESPONSE, Retry-After";
/** Seconds for which a browser caches the response to a preflight. Chromium's maximum. */
const MAX_AGE = "7200";

/**
 * Lets pages of other origins buy in a browser (CORS). Responds to their preflights itself: they carry no payment, and
 * the handler must not run without one.
 */
export function corsMiddleware(origins: "*" | readonly string[]): RequestHandler {
  return (request, response, next) => {
    const origin = request.get("origin");
    if (origins !== "*") response.vary("Origin");
    if (origin === undefined || (origins !== "*" && !origins.includes(origin))) {
      next();
      return;
    }
    response.set("Access-Control-Allow-Origin", origins === "*" ? "*" : origin);
    const method = request.get("access-control-request-method");
    if (request.method !== "OPTIONS" || method === undefined) {
      response.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
      next();
      return;
    }
    const headers = request.get("access-control-request-headers");
    response.vary("Access-Control-Request-Method").vary("Access-Control-Request-Headers");
    response.set({ "Access-Control-Allow-Methods": method, "Access-Control-Max-Age": MAX_AGE });
    if (headers !== undefined) response.set("Access-Control-Allow-Headers", headers);
    response.status(204).end();
  };
}
