import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics.js";

/** Whether a program can do its work now. More fields say what that depends on. */
export interface Readiness {
  ready: boolean;
  /** Why it is not ready, a sentence each; empty if it is. */
  reasons: readonly string[];
}

/** What a program says about itself. */
export interface HealthParts {
  /**
   * Reads whether the program is ready. Anyone may ask at any rate: what it queries should be cached for a second.
   */
  readiness: () => Promise<Readiness>;
  metrics: Metrics;
}

/** A path, and what answers GET and HEAD there. It fits `node:http` and Express alike. */
export interface HealthRoute {
  path: "/livez" | "/readyz" | "/metrics";
  handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * Returns the routes by which a program is watched:
 * - `/livez`: 200 as long as the process answers. If not, restart it.
 * - `/readyz`: 200 if it is ready, otherwise 503, with the reasons. Until then, send it no work.
 * - `/metrics`: for Prometheus. `servicecoin_<program>_ready` is 1 or 0.
 */
export function healthRoutes({ readiness, metrics }: HealthParts): HealthRoute[] {
  const read = () =>
    readiness().catch((): Readiness => ({ ready: false, reasons: ["What it depends on cannot be read."] }));
  metrics.gauge("ready", "1 if it can do its work, otherwise 0.", async () => ((await read()).ready ? 1 : 0));
  return [
    {
      path: "/livez",
      handle: (_request, response) => {
        sendJson(response, 200, { live: true });
      },
    },
    {
      path: "/readyz",
      handle: (_request, response) => {
        void read().then((now) => {
          sendJson(response, now.ready ? 200 : 503, now);
        });
      },
    },
    {
      path: "/metrics",
      handle: (_request, response) => {
        metrics.text().then(
          (text) => {
            send(response, 200, metrics.contentType, text);
          },
          () => {
            sendJson(response, 500, { error: "The metrics cannot be collected." });
          },
        );
      },
    },
  ];
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  send(response, status, "application/json; charset=utf-8", JSON.stringify(body));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status;
  response.setHeader("Content-Type", type);
  response.setHeader("Cache-Control", "no-store");
  response.end(body);
}
