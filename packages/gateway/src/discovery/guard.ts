import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { ProbeError } from "./probeError.js";
import { isPublicAddress } from "./publicAddress.js";

/** Returns the IP addresses of a host name. Rejects, or returns none, if the name has none. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<string[]>;

/** Decides which untrusted addresses may be requested (protection against SSRF). */
export interface Guard {
  /** Also allow `http:`, and any port. */
  allowHttp: boolean;
  /** Returns whether a connection to this IP address is allowed. */
  isAllowed: (address: string) => boolean;
  resolve: Resolve;
}

/** Options of a guard. */
export interface GuardOptions {
  /**
   * Allow `http:` and private addresses. For development only: otherwise strangers could reach everything that this
   * machine can reach.
   */
  allowPrivate: boolean;
  /** Default: the name servers of this machine. */
  resolve?: Resolve | undefined;
}

/** Creates the guard for endpoints of strangers, or for one's own endpoints on a local chain. */
export function guardOf({ allowPrivate, resolve }: GuardOptions): Guard {
  return {
    allowHttp: allowPrivate,
    isAllowed: allowPrivate ? () => true : isPublicAddress,
    resolve: resolve ?? (allowPrivate ? resolveLocally : resolvePublic),
  };
}

/**
 * Checks what a URL reveals without any request. `URL` has already normalized other spellings of IP addresses, such as
 * `0x7f.1`.
 * @throws ProbeError `refused_address`
 */
export function checkUrl(url: URL, guard: Guard): void {
  const { protocol, username, password, port } = url;
  if (protocol !== "https:" && !(protocol === "http:" && guard.allowHttp)) throw refused("it is not https");
  if (username !== "" || password !== "") throw refused("it contains a user name or password");
  // Ports 0 to 1023 belong to system services: mail, files, remote logins.
  if (!guard.allowHttp && port !== "" && Number(port) < 1024) throw refused(`port ${port} is a system port`);
  const host = hostOf(url);
  if (isIP(host) !== 0 && !guard.isAllowed(host)) throw refused(`${host} is not a public address`);
}

/**
 * Returns the addresses to connect to. All addresses of a name must be allowed: a private one among public ones
 * suggests an attack.
 * @throws ProbeError `refused_address`, `unreachable`
 */
export async function addressesOf(url: URL, guard: Guard, signal: AbortSignal): Promise<string[]> {
  checkUrl(url, guard);
  const host = hostOf(url);
  if (isIP(host) !== 0) return [host];
  const addresses = await guard.resolve(host, signal).catch((cause: unknown) => {
    throw new ProbeError("unreachable", `${host} cannot be resolved.`, { cause });
  });
  if (addresses.length === 0) throw new ProbeError("unreachable", `${host} has no address.`);
  if (!addresses.every((address) => guard.isAllowed(address))) {
    throw refused(`${host} has an address that is not public`);
  }
  return addresses;
}

/** Asks name servers only, so names that only this machine knows, such as `localhost`, have no address. */
const resolvePublic: Resolve = async (name, signal) => {
  // `lookup` would block one of the few threads that also write files if a name server is slow.
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  const cancel = (): void => {
    resolver.cancel();
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const results = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};

/** Resolves names as other programs on this machine do, including `localhost`. */
const resolveLocally: Resolve = async (name) => {
  const results = await lookup(name, { all: true });
  return results.map(({ address }) => address);
};

/** Returns the host name without the brackets of IPv6. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function refused(reason: string): ProbeError {
  return new ProbeError("refused_address", `This address is not allowed: ${reason}.`);
}
