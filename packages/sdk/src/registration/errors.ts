/** Why a registration file was rejected. These codes are stable; messages are not. */
export type RegistrationErrorCode =
  /** Not UTF-8, not JSON, not valid under ERC-8004, or with content that could harm an application that displays it. */
  | "RegistrationInvalid"
  /** Exceeds one of `REGISTRATION_LIMITS`. */
  | "RegistrationTooLarge"
  /** The URI has a scheme that is never read, or not with these options. */
  | "RegistrationUnsupportedUri"
  /** No connection, no 2xx response, or too many redirects. */
  | "RegistrationUnreachable"
  /** The file was not complete in time. */
  | "RegistrationTimeout"
  /** The caller's signal was aborted. */
  | "RegistrationCanceled";

/** The values behind a `RegistrationError`; each is set only where it applies. */
export interface RegistrationErrorDetails {
  /** Place in the file, such as `services[3].endpoint`; missing for the whole file. */
  path?: string;
  /** The actual size, in the unit of `limit`; for a download, the bytes read so far. */
  size?: number;
  /** The allowed number of bytes, characters, entries, keys, levels, redirects or milliseconds. */
  limit?: number;
  /** The URI, shortened and without control characters. */
  uri?: string;
  /** HTTP status of the response. */
  status?: number;
}

/** The only error that reading and writing registration files throws; the underlying error is its `cause`. */
export class RegistrationError extends Error {
  override readonly name = "RegistrationError";
  readonly code: RegistrationErrorCode;
  readonly details: RegistrationErrorDetails;

  constructor(code: RegistrationErrorCode, message: string, details: RegistrationErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** Returns the error for a fault at a place in the file. */
export function invalidAt(path: readonly PropertyKey[], reason: string): RegistrationError {
  const place = formatPath(path);
  const message = `The registration file is not valid${place && ` at ${place}`}: ${reason}.`;
  return new RegistrationError("RegistrationInvalid", message, place ? { path: place } : {});
}

/** Returns the error for a place in the file that exceeds a limit. */
export function tooLargeAt(path: readonly PropertyKey[], size: number, limit: number, unit: string): RegistrationError {
  const place = formatPath(path);
  const message = `${place || "The registration file"} has ${size} ${unit}, more than ${limit}.`;
  return new RegistrationError("RegistrationTooLarge", message, { ...(place && { path: place }), size, limit });
}

/** Returns a URI for use in messages: at most 80 characters, without control characters. */
export function shortUri(uri: string): string {
  return quotable(uri, 80);
}

function formatPath(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    const key = quotable(String(step), 40);
    return /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return steps.join("").replace(/^\./, "");
}

function quotable(text: string, max: number): string {
  const clean = text.slice(0, max).replace(/[\p{Cc}\p{Cs}]/gu, "\uFFFD");
  return text.length > max ? `${clean}…` : clean;
}
