import { ServiceCoinError } from "../core/errors.js";
import { RegistrationError } from "../registration/errors.js";
import type { RegistrationFile } from "../registration/schema.js";
import { toDataUri } from "../registration/uri.js";

/** The URI of a service's registration file, or the file itself, which is then stored on chain as a `data:` URI. */
export interface RegistrationUri {
  /** `https://`, `ipfs://` or `data:`. Ignored if `file` is given. */
  uri?: string | undefined;
  /** As `buildRegistration` returns it. */
  file?: RegistrationFile | undefined;
}

/** Returns the URI, if any was given. @throws ServiceCoinError `RegistrationInvalid`, `RegistrationTooLarge` */
export function uriOf({ uri, file }: RegistrationUri): string | undefined {
  if (file === undefined) return uri;
  try {
    return toDataUri(file);
  } catch (error) {
    throw fromRegistration(error);
  }
}

/** Converts an error of registration files; the code stays. */
export function fromRegistration(error: unknown): unknown {
  if (!(error instanceof RegistrationError)) return error;
  const { code, message, details } = error;
  return new ServiceCoinError(code, { ...details, message }, error);
}
