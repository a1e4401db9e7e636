import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Whether a program can work, and why not. */
export interface Readiness {
  ready: boolean;
  reasons: readonly string[];
}

/** Metrics in the text format of Prometheus. */
export interface MetricsText {
  contentType: string;
  text(): Promise<string>;
}

/** What the server says. */
export interface HealthSource {
  metrics: MetricsText;
  readiness: () => Readiness;
  /** What else `/readyz` tells. */
  facts: () => object;
}

/** A listening server. */
export interface HealthServer {
  url: string;
  close(): Promise<void>;
}

const HEADERS_TIMEOUT = 10_000;

/** Serves `/livez`, `/readyz` and `/metrics`. @throws the system's error, for example `EADDRINUSE` */
export async function serveHealth(source: HealthSource, host: string, port: number): Promise<HealthServer> {
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT }, (request, response) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    const json = (status: number, body: object) => {
      answer(status, "application/json; charset=utf-8", `${JSON.stringify(body)}\n`);
    };
    const path = (request.url ?? "").split("?")[0];
    if (request.method !== "GET" && request.method !== "HEAD") json(405, { detail: "only GET and HEAD" });
    else if (path === "/livez") json(200, { live: true });
    else if (path === "/readyz") {
      const readiness = source.readiness();
      json(readiness.ready ? 200 : 503, { ...readiness, ...source.facts() });
    } else if (path === "/metrics") {
      source.metrics.text().then(
        (text) => {
          answer(200, source.metrics.contentType, text);
        },
        (error: unknown) => {
          json(500, { detail: (error as Error).message });
        },
      );
    } else json(404, { detail: "there are /livez, /readyz and /metrics" });
  });
  server.listen(port, host);
  await once(server, "listening");
  return { url: urlOf(server, host), close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
