import { isIP } from "node:net";
import { AskError } from "./askError.js";
import { isPublicAddress } from "./publicAddress.js";
import { resolveLocally, resolvePublic, type Resolve } from "./resolve.js";

/** Which of strangers' addresses may be asked. */
export interface Guard {
  /** Also `http:`, and any port. */
  allowHttp: boolean;
  /** Whether a connection to this IP address is allowed. */
  isAllowed: (address: string) => boolean;
  resolve: Resolve;
}

/** What is looked at before anything is asked. */
export interface GuardOptions {
  /** Lets `http:` and addresses of the own network pass. For development only: strangers then reach whatever this machine reaches. */
  allowPrivate: boolean;
  /** Instead of the name servers of this machine. */
  resolve?: Resolve | undefined;
}

/** The guard for endpoints of strangers, or of oneself on a local chain. */
export function guardOf({ allowPrivate, resolve }: GuardOptions): Guard {
  return {
    allowHttp: allowPrivate,
    isAllowed: allowPrivate ? () => true : isPublicAddress,
    resolve: resolve ?? (allowPrivate ? resolveLocally : resolvePublic),
  };
}

/**
 * What can be said of a URL without asking anybody. The URL has been parsed: other spellings of IP addresses, such as `0x7f.1`, are gone.
 * @throws AskError `refused_address`
 */
export function checkUrl(url: URL, guard: Guard): void {
  const { protocol, username, password, port } = url;
  if (protocol !== "https:" && !(protocol === "http:" && guard.allowHttp)) throw refused("it is not https");
  if (username !== "" || password !== "") throw refused("it has a user name or password");
  // 0 to 1023 belong to services of the system: mail, files, remote logins.
  if (!guard.allowHttp && port !== "" && Number(port) < 1024) throw refused(`port ${port} is not for this`);
  const host = hostOf(url);
  if (isIP(host) !== 0 && !guard.isAllowed(host)) throw refused(`${host} is not a public address`);
}

/**
 * The addresses to connect to. Every one of a name must be allowed: a private one among public ones is a sign of bad intent.
 * @throws AskError `refused_address`, `unreachable`
 */
export async function addressesOf(url: URL, guard: Guard, signal: AbortSignal): Promise<string[]> {
  checkUrl(url, guard);
  const host = hostOf(url);
  if (isIP(host) !== 0) return [host];
  const found = await guard.resolve(host, signal).catch((cause: unknown) => {
    throw new AskError("unreachable", `${host} cannot be resolved.`, { cause });
  });
  if (found.length === 0) throw new AskError("unreachable", `${host} has no address.`);
  if (!found.every((address) => guard.isAllowed(address))) throw refused(`${host} has an address that is not public`);
  return found;
}

/** Host name without the brackets of IPv6. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function refused(reason: string): AskError {
  return new AskError("refused_address", `This address is not asked: ${reason}.`);
}
