import { Agent as HttpAgent, get as httpGet, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, get as httpsGet } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { AskError } from "./askError.js";
import { addressesOf, type Guard } from "./guard.js";

/** Bytes of headers that are read: a PAYMENT-REQUIRED header lies in them. */
const MAX_HEADERS = 32_768;
const USER_AGENT = "servicecoin-discovery/1 (asks whether x402 endpoints answer)";

/**
 * Asks a stranger's server once, without following redirects; the body has not been read: destroy what is not wanted. The name is resolved
 * once, here, and the connection goes to what was checked. Nothing is sent that tells who asks, and nothing is decompressed.
 * @throws AskError `refused_address`, `unreachable`, `timeout`, `too_large`
 */
export async function request(url: URL, guard: Guard, signal: AbortSignal): Promise<IncomingMessage> {
  const addresses = await untilAborted(addressesOf(url, guard, signal), signal);
  const options: RequestOptions = {
    signal,
    lookup: pinned(addresses),
    maxHeaderSize: MAX_HEADERS,
    headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": USER_AGENT, connection: "close" },
  };
  return new Promise((resolve, reject) => {
    // Agents of their own: connections are shared with nobody, and no proxy of the environment stands in between.
    const sent =
      url.protocol === "https:"
        ? httpsGet(url, { ...options, agent: new HttpsAgent() })
        : httpGet(url, { ...options, agent: new HttpAgent() });
    sent.once("response", (answer) => {
      // Who reads the body is told as well; a body that nobody reads may break.
      answer.on("error", () => undefined);
      resolve(answer);
    });
    sent.on("error", (cause) => {
      reject(failureOf(cause, signal));
    });
    // A switch of protocols has no response.
    sent.once("close", () => {
      reject(new AskError("unreachable", "The connection was closed."));
    });
  });
}

/** What a broken request or body means. */
export function failureOf(cause: unknown, signal: AbortSignal): AskError {
  if (cause instanceof AskError) return cause;
  if (signal.aborted) return new AskError("timeout", "It did not answer in time.", { cause });
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "HPE_HEADER_OVERFLOW") return new AskError("too_large", "Its headers are too large.", { cause });
  return new AskError("unreachable", "It cannot be reached.", { cause });
}

/** Gives the connection the addresses that were checked, whatever the name means by then. */
function pinned(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, { all }, callback) => {
    if (all) callback(null, found);
    else callback(null, found[0].address, found[0].family);
  };
}

async function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(failureOf(signal.reason, signal));
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}
