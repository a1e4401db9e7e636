import type { IncomingMessage } from "node:http";
import { AskError } from "./askError.js";
import type { Guard } from "./guard.js";
import { offerIn, type Market, type Offer } from "./offer.js";
import { request } from "./request.js";

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Asks an endpoint, without paying, what it costs. Bodies are not read: a price of x402 version 2 lies in a header.
 * @throws AskError every code
 */
export async function askEndpoint(resource: string, market: Market, guard: Guard, signal: AbortSignal): Promise<Offer> {
  let url = new URL(resource);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await request(url, guard, signal);
    answer.destroy();
    const location = locationOf(answer);
    if (location === undefined) return offerOf(answer, market);
    if (!URL.canParse(location, url.href)) throw new AskError("refused_address", "It redirects to what is no URL.");
    url = new URL(location, url);
  }
  throw new AskError("too_many_redirects", `It redirects more than ${MAX_REDIRECTS} times.`);
}

function locationOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return REDIRECTS.has(statusCode) ? headers.location : undefined;
}

function offerOf({ statusCode: status = 0, headers }: IncomingMessage, market: Market): Offer {
  if (status !== 402) throw new AskError("unexpected_status", `It answers with status ${status}, not 402.`, { status });
  const header = headers["payment-required"];
  return offerIn(typeof header === "string" ? header : undefined, market);
}
