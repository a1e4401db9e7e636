import { createHash } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import type { Reader } from "../query/reader.js";
import { toCsv } from "./csv.js";
import { csvColumns } from "./csvColumns.js";
import { inputParser, type ParsedInput } from "./input.js";
import { Problem } from "./problem.js";
import type { AnyRoute, Page, Question } from "./route.js";
import { standingOf, type Standing } from "./standing.js";
import type { IndexWatch } from "./watch.js";
import { z } from "zod";

/** What the handlers of all routes share. */
export interface Answering {
  reader: Reader;
  watch: IndexWatch;
  /** Milliseconds that a query may take. */
  timeLimit: number;
  /** Milliseconds that `minBlock` may wait. */
  maxWait: number;
}

type Format = "json" | "csv";

type Outcome = { isUnchanged: true } | { isUnchanged: false; standing: Standing; value: unknown };

/** Serves a declared route. */
export function serve(route: AnyRoute, answering: Answering): RequestHandler {
  const parse = inputParser(route);
  const columns = route.isList ? csvColumns((route.data as z.ZodArray<z.ZodType>).element) : [];
  return async (request, response) => {
    const input = parse(request.params, searchOf(request));
    const format = formatOf(request, route);
    await waitFor(input, request, response, answering);
    const outcome = await withinLimit(
      answering.timeLimit,
      readAnswer(route, input, format, request, response, answering),
    );
    if (outcome.isUnchanged) response.status(304).end();
    else send(response, route, format, columns, outcome);
  };
}

function searchOf(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : request.originalUrl.slice(start + 1));
}

function formatOf(request: Request, { isList, path }: AnyRoute): Format {
  request.res?.vary("Accept");
  const wanted = request.accepts(isList ? ["application/json", "text/csv"] : ["application/json"]);
  if (wanted === false) {
    const offered = isList ? "application/json and text/csv" : "application/json";
    throw new Problem(406, `${path} answers as ${offered}, not as ${request.get("Accept") ?? ""}.`);
  }
  return wanted === "text/csv" ? "csv" : "json";
}

/** Waits for the block that the request asks for. @throws Problem when it does not come in time */
async function waitFor(
  { minBlock }: ParsedInput,
  request: Request,
  response: Response,
  { reader, watch, maxWait }: Answering,
): Promise<void> {
  if (minBlock === undefined) return;
  const blockOf = () => reader.read((_db, { cursor }) => Promise.resolve(cursor?.block));
  const first = await blockOf();
  if (first !== undefined && first >= minBlock) return;
  const gone = new AbortController();
  const stop = () => {
    gone.abort();
  };
  response.once("close", stop);
  const isReached = await watch.reaches(minBlock, maxWait, gone.signal);
  response.off("close", stop);
  if (isReached || request.destroyed) return;
  throw behind(minBlock, await blockOf());
}

function behind(minBlock: number, block: number | undefined): Problem {
  const where = block === undefined ? "before the first block" : `at block ${block}`;
  const more = block === undefined ? {} : { asOfBlock: block };
  return new Problem(503, `The index is ${where}, not yet at block ${minBlock}.`, more, { "Retry-After": "2" });
}

async function readAnswer(
  route: AnyRoute,
  input: ParsedInput,
  format: Format,
  request: Request,
  response: Response,
  { reader }: Answering,
): Promise<Outcome> {
  return reader.read(async (db, { cursor, status }): Promise<Outcome> => {
    if (cursor === undefined) throw new Problem(503, "The index has no block yet.", {}, { "Retry-After": "2" });
    const { minBlock } = input;
    if (minBlock !== undefined && cursor.block < minBlock) throw behind(minBlock, cursor.block);
    const standing = standingOf(cursor, status, Math.floor(Date.now() / 1_000));
    if (route.isFresh !== true) {
      const etag = etagOf(standing, request.originalUrl, format);
      response.set({ ETag: etag, "Cache-Control": "no-cache" });
      if (isKnown(request, etag)) return { isUnchanged: true };
    } else {
      response.set("Cache-Control", "no-store");
    }
    const question = { db, dialect: reader.dialect, at: cursor, status, input } as Question<never>;
    return { isUnchanged: false, standing, value: await route.answer(question) };
  });
}

/** The same block, standing and request give the same answer. */
function etagOf({ blockHash, finalized, ready }: Standing, url: string, format: Format): string {
  const text = [blockHash, finalized, ready, format, url].join(" ");
  return `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}

/** `request.fresh` of express is false for `fetch`, which sends `Cache-Control: no-cache` with `If-None-Match`. */
function isKnown(request: Request, etag: string): boolean {
  const known = request.get("If-None-Match")?.split(",") ?? [];
  return known.some((tag) => tag.trim() === etag);
}

async function withinLimit<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Problem(503, `The query took longer than ${milliseconds} ms.`, {}, { "Retry-After": "5" }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    // What fails after the limit has no one left to tell.
    work.catch(() => undefined);
  }
}

function send(
  response: Response,
  route: AnyRoute,
  format: Format,
  columns: string[],
  { standing, value }: Extract<Outcome, { isUnchanged: false }>,
): void {
  response.set({
    "Index-Block": String(standing.asOfBlock),
    "Index-Block-Hash": standing.blockHash,
    "Index-Ready": String(standing.ready),
  });
  if (!route.isList) {
    response.status(statusOf(route, value)).json({ data: value, ...standing });
    return;
  }
  const { items, next } = value as Page<object>;
  if (next !== undefined) response.set("Link", `<${nextUrl(response.req, next)}>; rel="next"`);
  if (format === "csv") response.type("text/csv").send(toCsv(items, columns));
  else response.json({ data: items, ...standing, ...(next !== undefined && { next }) });
}

function statusOf(route: AnyRoute, value: unknown): number {
  return route.statusOf?.(value as never) ?? 200;
}

function nextUrl(request: Request, next: string): string {
  const search = searchOf(request);
  search.set("cursor", next);
  return `${request.path}?${search.toString()}`;
}
