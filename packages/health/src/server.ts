import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sendJson, type HealthRoute } from "./routes.js";

/** A server of the health routes alone. */
export interface HealthServer {
  /** Where it listens, without a slash at the end. */
  url: string;
  close: () => Promise<void>;
}

/** Timeout in milliseconds for a request. */
const REQUEST_TIMEOUT = 10_000;

/**
 * Serves health routes, for a program without an API of its own.
 * @param options Where to listen. Default: 127.0.0.1, and any free port.
 * @throws Error of Node.js when it cannot listen there
 */
export async function startHealthServer(
  routes: readonly HealthRoute[],
  { host = "127.0.0.1", port = 0 }: { host?: string | undefined; port?: number | undefined } = {},
): Promise<HealthServer> {
  const timeouts = { headersTimeout: REQUEST_TIMEOUT, requestTimeout: REQUEST_TIMEOUT };
  const server = createServer(timeouts, (request, response) => {
    const path = (request.url ?? "").split("?")[0];
    const route = routes.find((one) => one.path === path);
    if (route === undefined) {
      sendJson(response, 404, { error: "There is no such path.", paths: routes.map((one) => one.path) });
    } else if (request.method === "GET" || request.method === "HEAD") {
      route.handle(request, response);
    } else {
      response.setHeader("Allow", "GET, HEAD");
      sendJson(response, 405, { error: `${route.path} allows only GET and HEAD.` });
    }
  });
  server.listen(port, host);
  await once(server, "listening");
  const { address, port: actual, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${actual}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
