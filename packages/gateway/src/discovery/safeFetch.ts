import { Agent as HttpAgent, get as httpGet, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, get as httpsGet } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { addressesOf, type Guard } from "./guard.js";
import { ProbeError } from "./probeError.js";

/** Largest response headers in bytes. A PAYMENT-REQUIRED header must fit in. */
const MAX_HEADERS = 32_768;
/** Largest response body in bytes. */
const MAX_BODY = 65_536;
/** Timeout of a complete response in milliseconds. */
export const MAX_TIME = 5_000;
/** Statuses of responses without a body. */
const BODILESS = new Set([204, 205, 304]);
const USER_AGENT = "servicecoin-discovery/1 (asks whether x402 endpoints answer)";

/**
 * `fetch` for untrusted servers: GET only, to addresses that the guard allows, without cookies, and with `signal` as
 * the only supported field of `init`. Does not follow redirects: to follow one, call it again. For use as
 * `ReadOptions.fetch`.
 */
export function safeFetch(guard: Guard): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const timeout = AbortSignal.timeout(MAX_TIME);
    const signal = init?.signal ? AbortSignal.any([timeout, init.signal]) : timeout;
    const response = await safeRequest(url, guard, signal);
    const { statusCode: status = 0, rawHeaders } = response;
    const headers = new Headers();
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const [name, value] = rawHeaders.slice(index, index + 2);
      if (name !== undefined && value !== undefined) headers.append(name, value);
    }
    if (BODILESS.has(status)) {
      response.destroy();
      return new Response(null, { status, headers });
    }
    return new Response(await readBody(response, signal), { status, headers });
  };
}

async function readBody(response: AsyncIterable<Buffer>, signal: AbortSignal): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop closes the connection.
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY) throw new ProbeError("too_large", `The response body exceeds ${MAX_BODY} bytes.`);
    }
  } catch (cause) {
    throw toProbeError(cause, signal);
  }
  return Buffer.concat(chunks);
}

/**
 * Sends one GET request to an untrusted server without following redirects. The body is not read yet: callers that do
 * not want it must call `destroy`. The name is resolved once, and the connection uses the addresses that were checked.
 * Nothing sent identifies the caller, and nothing received is decompressed.
 * @throws ProbeError `refused_address`, `unreachable`, `timeout`, `too_large`
 */
export async function safeRequest(url: URL, guard: Guard, signal: AbortSignal): Promise<IncomingMessage> {
  const addresses = await untilAborted(addressesOf(url, guard, signal), signal);
  const options: RequestOptions = {
    signal,
    lookup: pinnedLookup(addresses),
    maxHeaderSize: MAX_HEADERS,
    headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": USER_AGENT, connection: "close" },
  };
  return new Promise((resolve, reject) => {
    // Use new agents: they share connections with no other request and ignore proxies of the environment.
    const request =
      url.protocol === "https:"
        ? httpsGet(url, { ...options, agent: new HttpsAgent() })
        : httpGet(url, { ...options, agent: new HttpAgent() });
    request.once("response", (response) => {
      // A body that nobody reads may break. Its readers get the error as well.
      response.on("error", () => undefined);
      resolve(response);
    });
    request.on("error", (cause) => {
      reject(toProbeError(cause, signal));
    });
    // A protocol upgrade has no response.
    request.once("close", () => {
      reject(new ProbeError("unreachable", "The connection was closed."));
    });
  });
}

/** Converts an error of a request or body. */
function toProbeError(cause: unknown, signal: AbortSignal): ProbeError {
  if (cause instanceof ProbeError) return cause;
  if (signal.aborted) return new ProbeError("timeout", "The server did not respond in time.", { cause });
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "HPE_HEADER_OVERFLOW") {
    return new ProbeError("too_large", "The response headers are too large.", { cause });
  }
  return new ProbeError("unreachable", "The server cannot be reached.", { cause });
}

/**
 * Returns a lookup that resolves every name to the addresses that were checked, even if DNS has changed since (DNS
 * rebinding).
 */
function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const pinned = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, { all }, callback) => {
    const [first] = pinned;
    if (all) callback(null, pinned);
    else if (first) callback(null, first.address, first.family);
    else callback(new Error("There is no address to connect to."), "");
  };
}

async function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(toProbeError(signal.reason, signal));
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}
