/** Why a registration file was refused. These names are stable; messages are not. */
export type RegistrationErrorCode =
  /** Not UTF-8, not JSON, not as ERC-8004 wants it, or with content that could harm who shows it. */
  | "RegistrationInvalid"
  /** Beyond one of `REGISTRATION_LIMITS`. */
  | "RegistrationTooLarge"
  /** The URI is of a kind that is never read, or not with these options. */
  | "RegistrationUnsupportedUri"
  /** No connection, no answer of 2xx, or too many redirects. */
  | "RegistrationUnreachable"
  /** The time was over before the file was complete. */
  | "RegistrationTimeout"
  /** The caller's signal was aborted. */
  | "RegistrationCanceled";

/** The values that caused a `RegistrationError`; each is there only where it says something. */
export interface RegistrationErrorDetails {
  /** Place in the file, such as `services[3].endpoint`; missing when it is the whole file. */
  path?: string;
  /** What was found, in the unit of `limit`; for a download, the bytes read until then. */
  size?: number;
  /** Bytes, characters, entries, keys, levels, redirects or milliseconds that are allowed. */
  limit?: number;
  /** The URI, shortened and without control characters. */
  uri?: string;
  /** HTTP status of the answer. */
  status?: number;
}

/** The only error that reading and writing registration files throws; what went wrong below is its `cause`. */
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

/** The error of a fault at a place in the file. */
export function invalidAt(path: readonly PropertyKey[], reason: string): RegistrationError {
  const place = formatPath(path);
  const message = `The registration file is not valid${place && ` at ${place}`}: ${reason}.`;
  return new RegistrationError("RegistrationInvalid", message, place ? { path: place } : {});
}

/** The error of a limit that something in the file exceeds. */
export function tooLargeAt(path: readonly PropertyKey[], size: number, limit: number, unit: string): RegistrationError {
  const place = formatPath(path);
  const message = `${place || "The registration file"} has ${size} ${unit}, more than ${limit}.`;
  return new RegistrationError("RegistrationTooLarge", message, { ...(place && { path: place }), size, limit });
}

/** A URI as errors quote it: 80 characters at most, and nothing that a terminal or a log would act on. */
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
