import type {
  DiscoveryResource,
  DiscoveryResourcesResponse,
  SearchDiscoveryResourcesResponse,
} from "@x402/extensions/bazaar";
import { Router, type Request, type RequestHandler } from "express";
import type { Catalog } from "./catalog.js";
import { itemOf } from "./item.js";
import { cursorOf, listQuery, QueryError, searchQuery } from "./query.js";

const X402_VERSION = 2;

/** What a search answers: the list under the name that the official client reads, and under that of the other route. */
interface SearchAnswer extends SearchDiscoveryResourcesResponse {
  items: DiscoveryResource[];
}

/** `GET /resources` and `GET /search` of the x402 discovery extension, to be mounted at `/discovery`. */
export function discoveryRoutes({ catalog }: { catalog: Catalog }): Router {
  const router = Router();
  router.get(
    "/resources",
    answering((request): DiscoveryResourcesResponse => {
      const { filter, range } = listQuery(request.query);
      const { entries, total } = catalog.list(filter, range);
      const items = entries.map((entry) => itemOf(entry, catalog.market));
      return { x402Version: X402_VERSION, items, pagination: { ...range, total } };
    }),
  );
  router.get(
    "/search",
    answering((request): SearchAnswer => {
      const { query, filter, range } = searchQuery(request.query);
      const { entries, total } = catalog.search(query, filter, range);
      const resources = entries.map((entry) => itemOf(entry, catalog.market));
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

function answering(answer: (request: Request) => object): RequestHandler {
  return (request, response) => {
    // What strangers wrote is data, whatever a browser takes it for.
    response.set("X-Content-Type-Options", "nosniff");
    try {
      response.json(answer(request));
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      const { message, parameter } = error;
      response.status(400).json({ error: message, parameter });
    }
  };
}
