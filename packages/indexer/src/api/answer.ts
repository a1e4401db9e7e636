import { hash } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import type { Reader } from "../query/reader.js";
import { toCsv } from "./csv.js";
import { csvColumns } from "./csvColumns.js";
import { inputParser, type ParsedInput } from "./input.js";
import type { Answer, KeptAnswers } from "./keptAnswers.js";
import { Problem, tookTooLong } from "./problem.js";
import type { AnyRoute, Page, Question } from "./route.js";
import { standingOf, type Standing } from "./standing.js";
import type { IndexWatch } from "./watch.js";
import { z } from "zod";

/** What the handlers of all routes share. */
export interface Answering {
  reader: Reader;
  watch: IndexWatch;
  kept: KeptAnswers;
  /** Milliseconds that a query may take. */
  timeLimit: number;
  /** Milliseconds that `minBlock` may wait. */
  maxWait: number;
}

type Format = "json" | "csv";

interface Asked {
  route: AnyRoute;
  format: Format;
  /** Columns of the list as CSV. */
  columns: string[];
  input: ParsedInput;
}

type Outcome = { isUnchanged: true } | { isUnchanged: false; standing: Standing; answer: Answer };

/** Serves a declared route. */
export function serve(route: AnyRoute, answering: Answering): RequestHandler {
  const parse = inputParser(route);
  const columns = route.isList ? csvColumns((route.data as z.ZodArray<z.ZodType>).element) : [];
  return async (request, response) => {
    const input = parse(request.params, searchOf(request));
    const asked = { route, columns, input, format: formatOf(request, route) };
    await waitFor(input, request, response, answering);
    const outcome = await withinLimit(answering.timeLimit, readOutcome(asked, request, response, answering));
    if (outcome.isUnchanged) response.status(304).end();
    else send(response, asked, outcome);
  };
}

function searchOf(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : request.originalUrl.slice(start + 1));
}

function formatOf(request: Request, { isList, path }: AnyRoute): Format {
  request.res?.vary("Accept");
  const { accept = "*/*" } = request.headers;
  if (accept === "*/*") return "json";
  const wanted = request.accepts(isList ? ["application/json", "text/csv"] : ["application/json"]);
  if (wanted === false) {
    const offered = isList ? "application/json and text/csv" : "application/json";
    throw new Problem(406, `${path} answers as ${offered}, not as ${accept}.`);
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

async function readOutcome(
  asked: Asked,
  request: Request,
  response: Response,
  { reader, kept, timeLimit }: Answering,
): Promise<Outcome> {
  const { route, input, format } = asked;
  const isLong = typeof route.isLong === "function" ? route.isLong(input as never) : route.isLong === true;
  const options = isLong ? { timeLimit } : {};
  const found = await reader.read(async (db, { cursor, status, version }) => {
    if (cursor === undefined) throw new Problem(503, "The index has no block yet.", {}, { "Retry-After": "2" });
    const { minBlock } = input;
    if (minBlock !== undefined && cursor.block < minBlock) throw behind(minBlock, cursor.block);
    const standing = standingOf(cursor, status, Math.floor(Date.now() / 1_000));
    const question = { db, dialect: reader.dialect, at: cursor, status, input } as Question<never>;
    if (route.isFresh === true) {
      response.setHeader("Cache-Control", "no-store");
      return { standing, coming: Promise.resolve(await answerTo(asked, question)) };
    }
    const etag = etagOf(standing, request.originalUrl, format);
    response.setHeader("ETag", etag);
    response.setHeader("Cache-Control", "no-cache");
    if (isKnown(request, etag)) return undefined;
    const key = `${format} ${request.originalUrl}`;
    const known = kept.find(version, key);
    // Without a connection: the request that reads this answer has one.
    if (known !== undefined) return { standing, coming: known };
    const coming = answerTo(asked, question);
    kept.keep(version, key, coming);
    await coming;
    return { standing, coming };
  }, options);
  if (found === undefined) return { isUnchanged: true };
  return { isUnchanged: false, standing: found.standing, answer: await found.coming };
}

async function answerTo({ route, format, columns }: Asked, question: Question<never>): Promise<Answer> {
  const value = await route.answer(question);
  if (!route.isList) {
    const status = route.statusOf?.(value as never) ?? 200;
    return { text: JSON.stringify(value), status, next: undefined };
  }
  const { items, next } = value as Page<object>;
  return { text: format === "csv" ? toCsv(items, columns) : JSON.stringify(items), status: 200, next };
}

/** The same block, standing and request give the same answer. */
function etagOf({ blockHash, finalized, ready }: Standing, url: string, format: Format): string {
  const text = [blockHash, finalized, ready, format, url].join(" ");
  return `W/"${hash("sha256", text, "base64url").slice(0, 27)}"`;
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
      reject(tookTooLong(milliseconds));
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
  { format }: Asked,
  { standing, answer: { text, status, next } }: Extract<Outcome, { isUnchanged: false }>,
): void {
  response.statusCode = status;
  response.setHeader("Index-Block", standing.asOfBlock);
  response.setHeader("Index-Block-Hash", standing.blockHash);
  response.setHeader("Index-Ready", String(standing.ready));
  if (next !== undefined) response.setHeader("Link", `<${nextUrl(response.req, next)}>; rel="next"`);
  const body = format === "csv" ? text : withStanding(text, standing, next);
  response.setHeader("Content-Type", `${format === "csv" ? "text/csv" : "application/json"}; charset=utf-8`);
  response.setHeader("Content-Length", Buffer.byteLength(body));
  // `send` of express would look at the header and the body again.
  response.end(body);
}

/** The document of an answer, around its data. */
function withStanding(data: string, standing: Standing, next: string | undefined): string {
  const rest = JSON.stringify({ ...standing, ...(next !== undefined && { next }) });
  return `{"data":${data},${rest.slice(1)}`;
}

function nextUrl(request: Request, next: string): string {
  const search = searchOf(request);
  search.set("cursor", next);
  return `${request.path}?${search.toString()}`;
}
