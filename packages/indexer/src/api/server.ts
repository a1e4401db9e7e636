import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { QueryTimeError } from "../query/queryTimeError.js";
import type { Reader } from "../query/reader.js";
import { serve, type Answering } from "./answer.js";
import { docsPage } from "./docsPage.js";
import { eventStreams } from "./events/stream.js";
import { apiHealth } from "./health.js";
import { cors, securityHeaders } from "./headers.js";
import { openApiDocument } from "./openapi.js";
import { isPersonalPath } from "./personal/declaration.js";
import { personalSection, withPersonalPaths } from "./personal/openapi.js";
import type { Personal } from "./personal/personal.js";
import { personalRoutes } from "./personal/routes.js";
import { Problem, tookTooLong } from "./problem.js";
import { KeptAnswers } from "./keptAnswers.js";
import { limitRate, RateLimit } from "./rateLimit.js";
import type { AnyRoute } from "./route.js";
import { ROUTES } from "./routes/index.js";
import { IndexWatch } from "./watch.js";

/** How the API behaves. */
export interface ApiOptions {
  /** Sites whose scripts may read the answers, such as `https://app.example`; `*` for every site. Default: none. */
  origins?: readonly string[] | undefined;
  /** Requests per second of one client address. Default: 50. */
  requestsPerSecond?: number | undefined;
  /** Proxies in front whose `X-Forwarded-For` is believed. Default: 0. */
  proxies?: number | undefined;
  /** Milliseconds that a query may take. Default: 10,000. */
  timeLimit?: number | undefined;
  /** Milliseconds that `minBlock` may wait. Default: 10,000. */
  maxWait?: number | undefined;
  /** Milliseconds between two looks for new rows. Default: 500. */
  pollingInterval?: number | undefined;
  /** Event streams at once. Default: 5,000. */
  maxStreams?: number | undefined;
  /** Milliseconds between two signs of life in an event stream. Default: 15,000. */
  heartbeat?: number | undefined;
  /** Lets users of the sites in `origins` sign in, and keeps what they want to have on every device. Default: not. */
  personal?: Personal | undefined;
  /** Sign-ins per second of one client address. Default: 2. */
  signInsPerSecond?: number | undefined;
  /** Called with faults of ours, which clients only see as status 500. Default: writes them to stderr. */
  onError?: ((error: unknown) => void) | undefined;
}

/** The API as an express app. `close` ends its event streams and its looks at the index. */
export type Api = Express & { close(): void };

/**
 * Creates the HTTP API of an index, for mounting in any express app. `/docs` describes it.
 * @param reader Stays open until the caller closes it, after the API.
 */
export function createApi(reader: Reader, options: ApiOptions = {}): Api {
  const onError = options.onError ?? console.error;
  const watch = new IndexWatch(reader, options.pollingInterval ?? 500, onError);
  const { timeLimit = 10_000, maxWait = 10_000 } = options;
  const answering = { reader, watch, kept: new KeptAnswers(), timeLimit, maxWait };
  const app = express();
  app.disable("x-powered-by").disable("etag");
  app.set("query parser", false);
  app.set("trust proxy", options.proxies ?? 0);
  const streams = eventStreams({
    ...{ watch, dialect: reader.dialect },
    ...{ maxStreams: options.maxStreams ?? 5_000, heartbeat: options.heartbeat ?? 15_000 },
  });
  const { personal, origins = [] } = options;
  app.use(securityHeaders, personal === undefined ? cors(origins) : cors(origins, isPersonalPath));
  const health = apiHealth(reader, () => streams.size);
  // Before the limit of requests: a monitor must not take a busy API for a dead one.
  for (const { path, handle } of health.routes) app.route(path).get(handle).all(onlyGet);
  app.use(health.measure(routeNames(ROUTES)));
  app.use(limitRate(new RateLimit(options.requestsPerSecond ?? 50)));
  if (personal !== undefined) app.use(personalRoutes(personal, origins, options.signInsPerSecond ?? 2));
  for (const route of ROUTES as readonly AnyRoute[]) addRoute(app, route, answering);
  app.route("/events").get(streams.handler).all(onlyGet);
  addDocuments(app, personal !== undefined);
  app.use((_request, _response, next) => {
    next(new Problem(404, "There is no such path. /docs lists those that there are."));
  });
  app.use(sendProblem(onError));
  const close = () => {
    streams.close();
    watch.close();
  };
  return Object.assign(app, { close });
}

function addRoute(app: Express, route: AnyRoute, answering: Answering): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
  app.route(path).get(serve(route, answering)).all(onlyGet);
}

/** Names a request by the first part of its path, as far as there is such a route: a label must have few values. */
function routeNames(routes: readonly AnyRoute[]): (path: string) => string {
  const names = new Set([...routes.map(({ path }) => path), "/events", "/docs", "/openapi.json"].map(firstPart));
  return (path) => (names.has(firstPart(path)) ? firstPart(path) : "other");
}

function firstPart(path: string): string {
  return `/${path.split("/")[1] ?? ""}`;
}

function addDocuments(app: Express, hasPersonal: boolean): void {
  // Made for the first reader: the schemas take a tenth of a second, for which the start would wait.
  let made: ReturnType<typeof documentsOf> | undefined;
  const documents = () => (made ??= documentsOf(hasPersonal));
  app
    .route("/openapi.json")
    .get((_request, response) => {
      response.json(documents().document);
    })
    .all(onlyGet);
  app
    .route("/docs")
    .get((_request, response) => {
      const { html, policy } = documents();
      response.set("Content-Security-Policy", policy).type("html").send(html);
    })
    .all(onlyGet);
}

function documentsOf(hasPersonal: boolean) {
  const index = openApiDocument(ROUTES);
  const page = docsPage(index, ROUTES, hasPersonal ? personalSection() : "");
  return { document: hasPersonal ? withPersonalPaths(index) : index, ...page };
}

const onlyGet: RequestHandler = (request, _response, next) => {
  const detail = `${request.path} allows only GET and HEAD, not ${request.method}.`;
  next(new Problem(405, detail, {}, { Allow: "GET, HEAD, OPTIONS" }));
};

/** Sends problems, and maps any other error to one without saying what happened inside. */
function sendProblem(onError: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = error instanceof Problem ? error : problemOf(error);
    if (problem.status === 500) onError(error);
    response.removeHeader("ETag");
    response.set({ "Cache-Control": "no-store", ...problem.headers }).status(problem.status);
    response.type("application/problem+json").send(JSON.stringify(problem.details));
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof QueryTimeError) return tookTooLong(error.timeLimit);
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return status === 400
    ? new Problem(400, "The path is not valid: a percent sign must be followed by two hexadecimal digits of UTF-8.")
    : new Problem(500, "This is a fault of the server, which its operator can find in the log.");
}

/** An API that listens. */
export interface RunningApi {
  /** Where it listens, without a slash at the end. */
  url: string;
  close: () => Promise<void>;
}

/** Where to listen. */
export interface Listen {
  /** Default: 0, any free port. */
  port?: number | undefined;
  /** Default: 127.0.0.1. */
  host?: string | undefined;
}

/**
 * Creates the HTTP API of an index and listens.
 * @throws Error of Node.js when it cannot listen there
 */
export async function startApi(
  reader: Reader,
  { port = 0, host = "127.0.0.1", ...options }: ApiOptions & Listen = {},
): Promise<RunningApi> {
  const api = createApi(reader, options);
  const server = createServer(api);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { address, port: actual, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${actual}`,
    close: async () => {
      api.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const force = setTimeout(() => {
        server.closeAllConnections();
      }, 1_000);
      await closed;
      clearTimeout(force);
    },
  };
}
