import { decodeBase64, encodeBase64, toUtf8Bytes } from "ethers";
import { canceled, download, unsupported, type DownloadOptions } from "./download.js";
import { RegistrationError } from "./errors.js";
import { parseRegistration } from "./registrationFile.js";
import type { RegistrationFile } from "./schema.js";

/** How to read an agent URI. */
export interface ReadOptions extends DownloadOptions {
  /** Where `ipfs://` is read: an address that a content id and a path are appended to. `https://ipfs.io/ipfs/` if not given. */
  ipfsGateway?: string;
}

/** What an agent URI leads to. */
export interface AgentFile {
  file: RegistrationFile;
  /** The bytes as they were read, for whoever compares their hash. */
  bytes: Uint8Array;
  /**
   * Host and port that served the file itself, over https and without a redirect: its domain needs no further verification
   * (ERC-8004, endpoint domain verification). Not that of an IPFS gateway, which serves everyone's files.
   */
  host?: string;
}

const JSON_TYPE = "application/json";

/**
 * The file within a URI, for a service whose file is kept on the chain (ERC-8004).
 * @throws RegistrationError `RegistrationInvalid`, `RegistrationTooLarge`: what could not be read back is not written.
 */
export function toDataUri(file: RegistrationFile): string {
  const text = JSON.stringify(file);
  parseRegistration(text);
  return `data:${JSON_TYPE};base64,${encodeBase64(toUtf8Bytes(text))}`;
}

/**
 * Reads the registration file behind an agent URI: `data:application/json`, `https:`, `ipfs:`, and `http:` if allowed.
 *
 * Private addresses are not refused here, see `options.fetch`; nor is the answer of an IPFS gateway compared with its content id.
 * @throws RegistrationError every code; `RegistrationUnsupportedUri` for any other URI.
 */
export async function readAgentUri(uri: string, options: ReadOptions = {}): Promise<AgentFile> {
  if (options.signal?.aborted) throw canceled(uri, options.signal);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === "data") return parsed(dataBytes(uri));
  if (scheme === "ipfs") {
    const { bytes } = await download(gatewayUrl(uri, options.ipfsGateway ?? "https://ipfs.io/ipfs/"), options);
    return parsed(bytes);
  }
  if (scheme !== "https" && scheme !== "http") throw unsupported(uri, "its scheme is none of data, https and ipfs");
  const { bytes, url, redirected } = await download(uri, options);
  return url.protocol === "https:" && !redirected ? { ...parsed(bytes), host: url.host } : parsed(bytes);
}

function parsed(bytes: Uint8Array): AgentFile {
  return { file: parseRegistration(bytes), bytes };
}

/** Everything after the comma counts, also behind a `#`, which the `type` of a file that was not encoded has. */
function dataBytes(uri: string): Uint8Array {
  const comma = uri.indexOf(",");
  if (comma < 0) throw unsupported(uri, "it has no data");
  const [type, ...parameters] = uri
    .slice("data:".length, comma)
    .split(";")
    .map((part) => part.trim().toLowerCase());
  const encoded = parameters.at(-1) === "base64";
  if (encoded) parameters.pop();
  if (type !== JSON_TYPE || parameters.some((parameter) => !/^charset="?utf-?8"?$/.test(parameter))) {
    throw unsupported(uri, `its type is not ${JSON_TYPE} in UTF-8`);
  }
  try {
    const data = decodeURIComponent(uri.slice(comma + 1));
    return encoded ? exactBase64(data) : toUtf8Bytes(data);
  } catch (cause) {
    throw new RegistrationError("RegistrationInvalid", "The data URI is not encoded as it says.", {}, cause);
  }
}

/** Node skips what is not base64 and browsers do not; so that all read the same, only the exact encoding is taken. */
function exactBase64(data: string): Uint8Array {
  const bytes = decodeBase64(data);
  if (encodeBase64(bytes) !== data) throw new Error("not base64, or without its padding");
  return bytes;
}

function gatewayUrl(uri: string, gateway: string): string {
  const [, cid, path = ""] = /^ipfs:\/\/([a-z0-9]{32,128})(\/[^?#]*)?$/i.exec(uri) ?? [];
  if (!cid) throw unsupported(uri, "expected ipfs://<content id>/<path>");
  const root = gateway.endsWith("/") ? gateway : `${gateway}/`;
  if (!URL.canParse(root)) throw unsupported(root, "the IPFS gateway is no URL");
  const content = new URL(`${root}${cid}`).href;
  const { href } = new URL(`${root}${cid}${path}`);
  // The dots of a path could lead to another file of the gateway.
  if (href !== content && !href.startsWith(`${content}/`)) throw unsupported(uri, "its path leads out of its content");
  return href;
}
