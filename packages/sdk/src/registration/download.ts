import { RegistrationError, shortUri, tooLargeAt } from "./errors.js";
import { REGISTRATION_LIMITS } from "./limits.js";

/** How many redirects are followed. */
const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** How to download. */
export interface DownloadOptions {
  /** Milliseconds for connecting, all redirects and the file together; 10,000 if not given. */
  timeout?: number;
  /** Cancels the download. */
  signal?: AbortSignal;
  /** Also `http:`, for local development. */
  allowHttp?: boolean;
  /**
   * Used instead of the global one, once for each redirect. The global one also reaches private addresses: a server that reads
   * files of strangers gives one that refuses those, after resolving the name. It must honor the signal.
   */
  fetch?: typeof fetch;
}

/** What was downloaded. */
export interface Download {
  bytes: Uint8Array;
  /** Where it was in the end. */
  url: URL;
  /** Whether that is another address than the one asked for. */
  redirected: boolean;
}

/**
 * Downloads the few bytes of a file from a host that is not trusted: neither what it says about length and type, nor where it
 * redirects to. In a browser, which hides where a redirect leads, redirects are refused.
 * @throws RegistrationError `RegistrationUnsupportedUri`, `RegistrationUnreachable`, `RegistrationTooLarge`,
 * `RegistrationTimeout`, `RegistrationCanceled`.
 */
export async function download(uri: string, options: DownloadOptions = {}): Promise<Download> {
  const limit = options.timeout ?? 10_000;
  const details = { uri: shortUri(uri) };
  const timeout = AbortSignal.timeout(limit);
  const done = new AbortController();
  const signals = [timeout, done.signal, ...(options.signal ? [options.signal] : [])];
  try {
    return await follow(uri, options, AbortSignal.any(signals));
  } catch (cause) {
    if (cause instanceof RegistrationError) throw cause;
    if (options.signal?.aborted) throw canceled(uri, options.signal);
    if (timeout.aborted) {
      const message = `${details.uri} was not complete after ${limit} ms.`;
      throw new RegistrationError("RegistrationTimeout", message, { ...details, limit }, cause);
    }
    throw new RegistrationError("RegistrationUnreachable", `${details.uri} cannot be read.`, details, cause);
  } finally {
    // Frees the connection of a body that was not read to its end.
    done.abort();
  }
}

/** The error of a download whose caller wants it no more. */
export function canceled(uri: string, signal: AbortSignal): RegistrationError {
  const details = { uri: shortUri(uri) };
  return new RegistrationError("RegistrationCanceled", `Reading ${details.uri} was canceled.`, details, signal.reason);
}

/** The error of a URI that is not read. */
export function unsupported(uri: string, reason: string, cause?: unknown): RegistrationError {
  const details = { uri: shortUri(uri) };
  const message = `The URI "${details.uri}" is not read: ${reason}.`;
  return new RegistrationError("RegistrationUnsupportedUri", message, details, cause);
}

async function follow(uri: string, options: DownloadOptions, signal: AbortSignal): Promise<Download> {
  const request = options.fetch ?? fetch;
  let url = allowedUrl(uri, options);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await request(url, {
      signal,
      redirect: "manual",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      headers: { accept: "application/json" },
    });
    const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
    if (location === null) return { bytes: await body(response, uri), url, redirected: redirects > 0 };
    url = allowedUrl(location, options, url);
  }
  const details = { uri: shortUri(uri), limit: MAX_REDIRECTS };
  const message = `${details.uri} redirects more than ${MAX_REDIRECTS} times.`;
  throw new RegistrationError("RegistrationUnreachable", message, details);
}

function allowedUrl(uri: string, { allowHttp = false }: DownloadOptions, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(uri, base);
  } catch (cause) {
    throw unsupported(uri, "it is no URL", cause);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && allowHttp)) throw unsupported(uri, "it is not https");
  if (url.username || url.password) throw unsupported(uri, "it has a user name or password");
  return url;
}

async function body(response: Response, uri: string): Promise<Uint8Array> {
  if (!response.ok) {
    const details = { uri: shortUri(uri), status: response.status };
    const message = `${details.uri} answered with status ${response.status}.`;
    throw new RegistrationError("RegistrationUnreachable", message, details);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    chunks.push(part.value);
    size += part.value.length;
    if (size > REGISTRATION_LIMITS.bytes) throw tooLargeAt([], size, REGISTRATION_LIMITS.bytes, "bytes");
  }
  return join(chunks, size);
}

function join(chunks: Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
