import type { OutgoingHttpHeader, OutgoingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { Response } from "express";
import type { KeptAnswer } from "./claims.js";

/** A response that collects what a handler writes instead of sending it. */
export interface BufferedResponse {
  /**
   * Resolves when the handler ends or destroys the response, or stops writing because the client has disconnected. May
   * never resolve.
   */
  completed: Promise<KeptAnswer | "destroyed" | "disconnected">;
  /** Sends a response and stops buffering. */
  send(answer: KeptAnswer): void;
}

/**
 * Buffers the response of a handler, so that it can be processed before anything is sent. The official middleware
 * underneath buffers it too, but starts to settle as soon as the response ends, and treats a status passed to
 * `writeHead` as 200.
 */
export function bufferResponse(response: Response): BufferedResponse {
  const original = {
    writeHead: response.writeHead.bind(response),
    write: response.write.bind(response),
    end: response.end.bind(response),
    flushHeaders: response.flushHeaders.bind(response),
    destroy: response.destroy.bind(response),
  };
  const body = new BufferedBody(response);
  const completed = new Promise<KeptAnswer | "destroyed" | "disconnected">((resolve) => {
    response.writeHead = ((status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      setHeaders(response, rest.at(-1));
      return response;
    }) as Response["writeHead"];
    response.write = ((...args: unknown[]) => {
      body.write(chunkIn(args));
      const callback = callbackIn(args);
      if (callback) process.nextTick(callback);
      return true;
    }) as Response["write"];
    response.end = ((...args: unknown[]) => {
      const callback = callbackIn(args);
      if (callback) response.once("finish", callback);
      resolve({ status: response.statusCode, headers: headersOf(response), body: body.end(chunkIn(args)) });
      return response;
    }) as Response["end"];
    response.flushHeaders = () => undefined;
    response.destroy = (error) => {
      if (!response.destroyed) {
        resolve("destroyed");
        return response;
      }
      resolve("disconnected");
      return original.destroy(error);
    };
    // A stream that is piped into the response stops when the client disconnects, and never ends the response.
    response.on("unpipe", (source: Readable) => {
      if (response.destroyed && !source.readableEnded) resolve("disconnected");
    });
  });
  return {
    completed,
    send: ({ status, headers, body }) => {
      Object.assign(response, original);
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.end(body);
    },
  };
}

/**
 * Discards everything that a handler writes after its response was sent without it. Otherwise the handler would get an
 * exception for headers that were already sent; thrown from a callback, nobody catches it, and it ends the process.
 * Middleware that wrote before keeps working through the methods that it holds.
 * @param writeHead The method from before the official middleware. Node.js calls it when the response is sent.
 */
export function sealResponse(response: Response, writeHead: Response["writeHead"]): void {
  const { statusCode } = response;
  const [setHeader, appendHeader, removeHeader] = [
    response.setHeader.bind(response),
    response.appendHeader.bind(response),
    response.removeHeader.bind(response),
  ];
  // The official middleware restores its own methods later, and the handler must not get those.
  freeze(response, "write", () => true);
  for (const name of ["end", "flushHeaders", "destroy"]) freeze(response, name, () => response);
  freeze(response, "writeHead", (...head: Parameters<typeof writeHead>) =>
    response.headersSent || head[0] !== statusCode ? response : writeHead(...head),
  );
  freeze(response, "setHeader", (...header: Parameters<typeof setHeader>) =>
    response.headersSent ? response : setHeader(...header),
  );
  freeze(response, "appendHeader", (...header: Parameters<typeof appendHeader>) =>
    response.headersSent ? response : appendHeader(...header),
  );
  freeze(response, "removeHeader", (name: string) => {
    if (!response.headersSent) removeHeader(name);
  });
  freeze(response, "statusCode", statusCode);
}

/** Sets a property and ignores later assignments to it. */
function freeze(response: Response, name: string, value: unknown): void {
  Object.defineProperty(response, name, { configurable: true, get: () => value, set: () => undefined });
}

/**
 * Declares the actual length of the body, right before the response is sent. If a handler has declared another one, the
 * client takes the rest of the body for the next response on the connection, or the next response for the rest of the
 * body. The response to a HEAD request and status 304 have no body: they declare that of a GET request.
 * @param args Arguments for `end`: the whole body.
 */
export function declareLength(response: Response, args: readonly unknown[]): void {
  if (response.headersSent) return;
  if (response.hasHeader("Trailer")) {
    // Trailers follow a body in chunks, which needs no length.
    response.removeHeader("Content-Length");
    response.setHeader("Transfer-Encoding", "chunked");
    return;
  }
  response.removeHeader("Transfer-Encoding");
  if (response.req.method === "HEAD" || response.statusCode === 304) return;
  if (response.statusCode === 204) response.removeHeader("Content-Length");
  else response.setHeader("Content-Length", chunkIn(args).length);
}

/** The body that a handler writes. */
class BufferedBody {
  private readonly chunks: Buffer[] = [];
  /** The length that was declared before the first chunk. */
  private declaredFirst: string | undefined;

  constructor(private readonly response: Response) {}

  write(chunk: Buffer): void {
    if (this.chunks.length === 0) this.declaredFirst = this.declaredLength;
    this.chunks.push(chunk);
  }

  /**
   * Returns the whole body. If the length of the last chunk alone was declared after others were written, an error
   * handler has responded in place of a handler that failed midway: only the last chunk counts.
   */
  end(chunk: Buffer): Buffer {
    const { declaredLength } = this;
    const isRestart = declaredLength !== this.declaredFirst && declaredLength === String(chunk.length);
    return isRestart && this.chunks.length > 0 ? chunk : Buffer.concat([...this.chunks, chunk]);
  }

  private get declaredLength(): string | undefined {
    const length = this.response.getHeader("Content-Length");
    return length === undefined ? undefined : String(length);
  }
}

/** Returns the headers that are currently set. */
export function headersOf(response: Response): KeptAnswer["headers"] {
  const headers = Object.entries(response.getHeaders());
  return Object.fromEntries(headers.filter((entry): entry is [string, OutgoingHttpHeader] => entry[1] !== undefined));
}

/** Sets headers in the forms that `writeHead` accepts: an object, or a flat list of names and values. */
function setHeaders(response: Response, headers: unknown): void {
  if (Array.isArray(headers)) {
    const flat = headers as string[];
    for (let index = 0; index < flat.length; index += 2) {
      const [name, value] = flat.slice(index, index + 2);
      if (name !== undefined && value !== undefined) response.setHeader(name, value);
    }
    return;
  }
  if (typeof headers !== "object" || headers === null) return;
  for (const [name, value] of Object.entries(headers as OutgoingHttpHeaders)) {
    if (value !== undefined) response.setHeader(name, value);
  }
}

function chunkIn([chunk, encoding]: readonly unknown[]): Buffer {
  if (typeof chunk === "string") {
    return Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  }
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0);
}

function callbackIn(args: readonly unknown[]): (() => void) | undefined {
  return args.find((arg): arg is () => void => typeof arg === "function");
}
