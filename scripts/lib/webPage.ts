import express, { type ErrorRequestHandler } from "express";
import { existsSync, statSync } from "node:fs";
import { glob } from "node:fs/promises";
import type { Server } from "node:http";
import path from "node:path";
import { pino, type Logger } from "pino";

/** The port of the page beside the chain on its default port. */
export const WEB_PORT = 3000;

const ROOT = path.join(import.meta.dirname, "../..");
const WEB = path.join(ROOT, "apps/web");
const DIST = path.join(WEB, "dist");

/** Builds the page. */
export async function buildWeb(): Promise<void> {
  const { build, createLogger } = await import("vite");
  const logger = createLogger("warn");
  // A plugin of Vite's own does not say which file it parses, which nobody here can change.
  const isOurs = (text: string) => !text.includes("did not pass the `from` option");
  for (const level of ["warn", "warnOnce"] as const) {
    const tell = logger[level].bind(logger);
    logger[level] = (text, options) => {
      if (isOurs(text)) tell(text, options);
    };
  }
  const before = process.env["NODE_ENV"];
  // Tests run with another value, and would get React's development build.
  process.env["NODE_ENV"] = "production";
  try {
    await build({ root: WEB, configFile: path.join(WEB, "vite.config.ts"), logLevel: "warn", customLogger: logger });
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}

/** Builds the page unless it is newer than everything that it is made of. */
export async function buildWebIfOld(): Promise<void> {
  const page = path.join(DIST, "index.html");
  if (!existsSync(page) || (await newestSource()) > statSync(page).mtimeMs) await buildWeb();
}

const SOURCES = [
  "apps/web/{index.html,package.json,vite.config.ts}",
  "apps/web/{src,public}/**/*.*",
  "packages/sdk/src/**/*.ts",
  "packages/indexer/src/{client,personal}.ts",
  "package-lock.json",
];

async function newestSource(): Promise<number> {
  let newest = 0;
  for await (const file of glob(SOURCES, { cwd: ROOT })) {
    // Every build of the contracts writes them again, and the page contains none of these types.
    if (file.includes(`${path.sep}typechain${path.sep}`)) continue;
    newest = Math.max(newest, statSync(path.join(ROOT, file)).mtimeMs);
  }
  return newest;
}

/** A server of the page. */
export interface WebPage {
  url: string;
  /** Sets what the page reads as `config.json`. */
  configure(config: object): void;
  /** When it was last opened, in milliseconds since 1970. */
  openedAt(): number | undefined;
  stop(): Promise<void>;
}

/** Headers of every answer; the policy itself is in the page, so that it holds on any host. */
const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Content-Security-Policy": "frame-ancestors 'none'",
};

/**
 * Serves the page on this machine.
 * @param port Port, or 0 for any. If it is in use, any other is taken.
 * @param log Receives a line for each request. Default: no log.
 */
export async function serveWeb(port: number, log: Logger = pino({ level: "silent" })): Promise<WebPage> {
  let config: object = {};
  let openedAt: number | undefined;
  const app = express().disable("x-powered-by");
  app.use(({ method, path: requested }, response, next) => {
    response.set(HEADERS);
    response.once("close", () => {
      // HEAD asks only whether the server answers.
      const level = method === "HEAD" ? "debug" : "info";
      log[level]({ method, path: requested, status: response.statusCode }, "request");
    });
    next();
  });
  app.get("/config.json", (_request, response) => {
    // The page reads it whenever it is opened.
    openedAt = Date.now();
    response.set("Cache-Control", "no-store").json(config);
  });
  // Names of files in `assets` contain a hash of the content.
  app.use("/assets", express.static(path.join(DIST, "assets"), { immutable: true, maxAge: "1y", fallthrough: false }));
  app.use(express.static(DIST, { cacheControl: false }));
  // Express would answer with the path of the file that it looked for.
  const onError: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) next(error);
    else response.sendStatus(error.status ?? 500);
  };
  app.use(onError);
  const server = await listen(app, port).catch(() => listen(app, 0));
  const address = server.address();
  const used = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${used}`,
    configure(next) {
      config = next;
    },
    openedAt: () => openedAt,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(app: ReturnType<typeof express>, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, "127.0.0.1", (error) => {
      if (error === undefined) resolve(server);
      else reject(error);
    });
  });
}
