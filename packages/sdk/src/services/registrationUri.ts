import { ServiceCoinError } from "../core/errors.js";
import { RegistrationError } from "../registration/errors.js";
import type { RegistrationFile } from "../registration/schema.js";
import { toDataUri } from "../registration/uri.js";

/** Where the registration file of a service lies, or the file itself, which then goes on the chain as a `data:` URI. */
export interface RegistrationUri {
  /** `https://`, `ipfs://` or `data:`. Does not count beside `file`. */
  uri?: string | undefined;
  /** As `buildRegistration` makes it. */
  file?: RegistrationFile | undefined;
}

/** The URI, if anything was given. @throws ServiceCoinError `RegistrationInvalid`, `RegistrationTooLarge` */
export function uriOf({ uri, file }: RegistrationUri): string | undefined {
  if (file === undefined) return uri;
  try {
    return toDataUri(file);
  } catch (error) {
    throw fromRegistration(error);
  }
}

/** What went wrong with a registration file, under the same code. */
export function fromRegistration(error: unknown): unknown {
  if (!(error instanceof RegistrationError)) return error;
  const { code, message, details } = error;
  return new ServiceCoinError(code, { ...details, message }, error);
}
