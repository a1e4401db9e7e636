import type { OutgoingHttpHeader, OutgoingHttpHeaders } from "node:http";
import type { Response } from "express";
import type { KeptAnswer } from "./claims.js";

/** A response that holds back what a handler writes. */
export interface Held {
  /** What the handler answers, when it is complete; it may never be. */
  answer: Promise<KeptAnswer>;
  /** Sends an answer, and lets go of the response. */
  send(answer: KeptAnswer): void;
}

/**
 * Holds back the answer of a handler, so that something can be done with it before anybody else sees that it is there. The official
 * middleware below holds it back too, but begins to settle in the moment when it ends, and takes a status that was given to `writeHead`
 * for 200.
 */
export function hold(response: Response): Held {
  const below = {
    writeHead: response.writeHead.bind(response),
    write: response.write.bind(response),
    end: response.end.bind(response),
    flushHeaders: response.flushHeaders.bind(response),
  };
  const chunks: Buffer[] = [];
  const answer = new Promise<KeptAnswer>((resolve) => {
    response.writeHead = ((status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      setHeaders(response, rest.at(-1));
      return response;
    }) as Response["writeHead"];
    response.write = ((...args: unknown[]) => {
      addTo(chunks, args);
      const done = callbackIn(args);
      if (done) process.nextTick(done);
      return true;
    }) as Response["write"];
    response.end = ((...args: unknown[]) => {
      addTo(chunks, args);
      const done = callbackIn(args);
      if (done) response.once("finish", done);
      resolve({ status: response.statusCode, headers: headersOf(response), body: Buffer.concat(chunks) });
      return response;
    }) as Response["end"];
    response.flushHeaders = () => undefined;
  });
  return {
    answer,
    send: ({ status, headers, body }) => {
      Object.assign(response, below);
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.end(body);
    },
  };
}

/** The headers that are set now. */
export function headersOf(response: Response): KeptAnswer["headers"] {
  const set = Object.entries(response.getHeaders());
  return Object.fromEntries(set.filter((entry): entry is [string, OutgoingHttpHeader] => entry[1] !== undefined));
}

/** Headers as `writeHead` takes them: by name, or names and values one behind the other. */
function setHeaders(response: Response, headers: unknown): void {
  if (Array.isArray(headers)) {
    const flat = headers as string[];
    for (let at = 0; at + 1 < flat.length; at += 2) response.setHeader(flat[at], flat[at + 1]);
    return;
  }
  if (typeof headers !== "object" || headers === null) return;
  for (const [name, value] of Object.entries(headers as OutgoingHttpHeaders)) {
    if (value !== undefined) response.setHeader(name, value);
  }
}

function addTo(chunks: Buffer[], [chunk, encoding]: unknown[]): void {
  if (typeof chunk === "string") {
    chunks.push(Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"));
  } else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
}

function callbackIn(args: readonly unknown[]): (() => void) | undefined {
  return args.find((arg): arg is () => void => typeof arg === "function");
}
