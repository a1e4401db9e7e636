import type {
  DiscoveryResource,
  DiscoveryResourcesResponse,
  SearchDiscoveryResourcesResponse,
} from "@x402/extensions/bazaar";
import { Router, type Request, type RequestHandler } from "express";
import type { Catalog } from "./catalog.js";
import { itemOf } from "./item.js";
import { cursorOf, parseListQuery, parseSearchQuery, QueryError } from "./queryParameters.js";
import { limitRate, type RequestRate } from "./requestRate.js";

const X402_VERSION = 2;

/**
 * Response of a search: the list under the name that the official client reads, and under the name of the other route.
 */
interface SearchResponse extends SearchDiscoveryResourcesResponse {
  items: DiscoveryResource[];
}

/**
 * Creates `GET /resources` and `GET /search` of the x402 discovery extension, for mounting at `/discovery`.
 * @param rate Limits the requests of all clients together.
 */
export function discoveryRoutes({ catalog, rate }: { catalog: Catalog; rate: RequestRate }): Router {
  const router = Router();
  router.use(limitRate(rate));
  router.get(
    "/resources",
    jsonHandler((request): DiscoveryResourcesResponse => {
      const { filter, range } = parseListQuery(request.query);
      const { entries, total } = catalog.list(filter, range);
      const items = entries.map((entry) => itemOf(entry, catalog.assetId));
      return { x402Version: X402_VERSION, items, pagination: { ...range, total } };
    }),
  );
  router.get(
    "/search",
    jsonHandler((request): SearchResponse => {
      const { query, filter, range } = parseSearchQuery(request.query);
      const { entries, total } = catalog.search(query, filter, range);
      const resources = entries.map((entry) => itemOf(entry, catalog.assetId));
      const next = range.offset + resources.length;
      const isPartial = resources.length > 0 && next < total;
      return {
        x402Version: X402_VERSION,
        resources,
        items: resources,
        partialResults: isPartial,
        pagination: { limit: resources.length, cursor: isPartial ? cursorOf(next) : null },
      };
    }),
  );
  return router;
}

function jsonHandler(handle: (request: Request) => object): RequestHandler {
  return (request, response) => {
    // The response contains untrusted text: browsers must not guess another content type.
    response.set("X-Content-Type-Options", "nosniff");
    try {
      response.json(handle(request));
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      const { message, parameter } = error;
      response.status(400).json({ error: message, parameter });
    }
  };
}
