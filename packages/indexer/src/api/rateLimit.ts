import type { RequestHandler } from "express";
import { Problem } from "./problem.js";

/** Client addresses that are remembered. Beyond, those that were idle the longest are forgotten. */
const MAX_CLIENTS = 50_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Limits the requests per second of each client address (token bucket). After a pause, twice as many are served. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now Returns milliseconds. */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    if (!(perSecond > 0)) throw new RangeError(`The limit of requests per second must be positive, not ${perSecond}`);
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Counts a request. @returns whether it may be served */
  take(client: string): boolean {
    const now = this.#now();
    const most = 2 * this.#perSecond;
    const { tokens, filledAt } = this.#buckets.get(client) ?? { tokens: most, filledAt: now };
    const filled = Math.min(most, tokens + ((now - filledAt) / 1_000) * this.#perSecond);
    const isServed = filled >= 1;
    this.#buckets.delete(client);
    this.#buckets.set(client, { tokens: isServed ? filled - 1 : filled, filledAt: now });
    if (this.#buckets.size > MAX_CLIENTS) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return isServed;
  }
}

/** Responds 429 to a client address beyond its rate. */
export function limitRate(rate: RateLimit): RequestHandler {
  return (request, _response, next) => {
    if (rate.take(request.ip ?? "")) next();
    else next(new Problem(429, "Too many requests from this address. Retry in a second.", {}, { "Retry-After": "1" }));
  };
}
