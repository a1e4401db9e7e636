import { RegistrationError, shortUri, tooLargeAt } from "./errors.js";
import { REGISTRATION_LIMITS } from "./limits.js";

/** Most redirects that are followed. */
const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** How to download. */
export interface DownloadOptions {
  /** Milliseconds for connecting, all redirects and the file together. Default: 10,000. */
  timeout?: number;
  /** Cancels the download. */
  signal?: AbortSignal;
  /** Also allows `http:`, for local development. Default: false. */
  allowHttp?: boolean;
  /**
   * Used instead of the global `fetch`, once per redirect. The global one also reaches private addresses: a server that
   * reads files of strangers should pass one that refuses private addresses after resolving the name. It must honor the
   * signal.
   */
  fetch?: typeof fetch;
}

/** A downloaded file. */
export interface Download {
  bytes: Uint8Array;
  /** The final URL. */
  url: URL;
  /** Whether the final URL differs from the requested one. */
  redirected: boolean;
}

/**
 * Downloads a small file from an untrusted host: its length, type and redirects are not trusted. In a browser, which
 * hides the target of a redirect, redirects are refused.
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
    // Frees the connection if the body was not read to its end.
    done.abort();
  }
}

/** Returns the error of a download that its caller canceled. */
export function canceled(uri: string, signal: AbortSignal): RegistrationError {
  const details = { uri: shortUri(uri) };
  return new RegistrationError("RegistrationCanceled", `Reading ${details.uri} was canceled.`, details, signal.reason);
}

/** Returns the error of a URI that cannot be read. */
export function unsupported(uri: string, reason: string, cause?: unknown): RegistrationError {
  const details = { uri: shortUri(uri) };
  const message = `The URI "${details.uri}" cannot be read: ${reason}.`;
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
    throw unsupported(uri, "it is not a URL", cause);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && allowHttp)) throw unsupported(uri, "it is not https");
  if (url.username || url.password) throw unsupported(uri, "it has a user name or password");
  return url;
}

async function body(response: Response, uri: string): Promise<Uint8Array> {
  if (!response.ok) {
    const details = { uri: shortUri(uri), status: response.status };
    const message = `${details.uri} responded with status ${response.status}.`;
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
