import type { RequestHandler } from "express";
import { TOO_MANY_REQUESTS } from "../protocol.js";

/** Limits how many requests are served per second (token bucket). */
export class RequestRate {
  private tokens: number;
  private filledAt: number;

  /**
   * @param perSecond Requests per second in the long run. After a pause, twice as many are served at once.
   * @param now Returns milliseconds.
   */
  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    if (!(perSecond > 0)) throw new RangeError(`The limit of requests per second must be positive, not ${perSecond}.`);
    this.tokens = 2 * perSecond;
    this.filledAt = now();
  }

  /** Counts a request. @returns Whether it may be served. */
  take(): boolean {
    const now = this.now();
    this.tokens = Math.min(2 * this.perSecond, this.tokens + ((now - this.filledAt) / 1_000) * this.perSecond);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}

/**
 * Responds 429 to requests beyond a rate, of all clients together: searches run in the process that settles payments,
 * and behind a reverse proxy all clients have one address.
 */
export function limitRate(rate: RequestRate): RequestHandler {
  return (_request, response, next) => {
    if (rate.take()) {
      next();
      return;
    }
    const message = "The limit of requests per second is reached. Retry soon.";
    response.status(429).set("Retry-After", "1").json({ error: TOO_MANY_REQUESTS, message });
  };
}
