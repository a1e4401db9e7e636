import { decodeBase64, encodeBase64, toUtf8Bytes } from "ethers";
import { canceled, download, unsupported, type DownloadOptions } from "./download.js";
import { RegistrationError } from "./errors.js";
import { parseRegistration } from "./registrationFile.js";
import type { RegistrationFile } from "./schema.js";

/** How to read an agent URI. */
export interface ReadOptions extends DownloadOptions {
  /** Gateway for `ipfs://`: a URL to which a content id and a path are appended. Default: `https://ipfs.io/ipfs/`. */
  ipfsGateway?: string;
}

/** The file behind an agent URI. */
export interface AgentFile {
  file: RegistrationFile;
  /** The bytes as they were read, to compare their hash. */
  bytes: Uint8Array;
  /**
   * Host and port that served the file itself, over https and without a redirect: its domain needs no further
   * verification (ERC-8004, endpoint domain verification). Not set for an IPFS gateway, which serves everyone's files.
   */
  host?: string;
}

const JSON_TYPE = "application/json";

/**
 * Returns the file as a `data:` URI, for a service that keeps its file on chain (ERC-8004).
 * @throws RegistrationError `RegistrationInvalid`, `RegistrationTooLarge`: it writes no file that could not be read
 * back.
 */
export function toDataUri(file: RegistrationFile): string {
  const text = JSON.stringify(file);
  parseRegistration(text);
  return `data:${JSON_TYPE};base64,${encodeBase64(toUtf8Bytes(text))}`;
}

/**
 * Reads the registration file behind an agent URI: `data:application/json`, `https:`, `ipfs:`, and `http:` if allowed.
 *
 * It does not refuse private addresses, see `options.fetch`, and does not compare the response of an IPFS gateway with
 * its content id.
 * @throws RegistrationError every code; `RegistrationUnsupportedUri` for any other URI.
 */
export async function readAgentUri(uri: string, options: ReadOptions = {}): Promise<AgentFile> {
  if (options.signal?.aborted) throw canceled(uri, options.signal);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === "data") return readDataUri(uri);
  if (scheme === "ipfs") {
    const { bytes } = await download(gatewayUrl(uri, options.ipfsGateway ?? "https://ipfs.io/ipfs/"), options);
    return parsed(bytes);
  }
  if (scheme !== "https" && scheme !== "http") throw unsupported(uri, "its scheme is not data, https or ipfs");
  const { bytes, url, redirected } = await download(uri, options);
  return url.protocol === "https:" && !redirected ? { ...parsed(bytes), host: url.host } : parsed(bytes);
}

/**
 * Reads a registration file that is on chain, without a download.
 * @throws RegistrationError `RegistrationInvalid`, `RegistrationTooLarge`, `RegistrationUnsupportedUri`
 */
export function readDataUri(uri: string): AgentFile {
  return parsed(dataBytes(uri));
}

function parsed(bytes: Uint8Array): AgentFile {
  return { file: parseRegistration(bytes), bytes };
}

/** Everything after the comma counts, even behind a `#`, which the `type` of an unencoded file contains. */
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
    throw new RegistrationError(
      "RegistrationInvalid",
      "The data URI does not have the encoding that it declares.",
      {},
      cause,
    );
  }
}

/**
 * Node.js skips invalid base64 characters and browsers do not; only the exact encoding is accepted, so that all read
 * the same.
 */
function exactBase64(data: string): Uint8Array {
  const bytes = decodeBase64(data);
  if (encodeBase64(bytes) !== data) throw new Error("not base64, or without its padding");
  return bytes;
}

function gatewayUrl(uri: string, gateway: string): string {
  const [, cid, path = ""] = /^ipfs:\/\/([a-z0-9]{32,128})(\/[^?#]*)?$/i.exec(uri) ?? [];
  if (!cid) throw unsupported(uri, "expected ipfs://<content id>/<path>");
  const root = gateway.endsWith("/") ? gateway : `${gateway}/`;
  if (!URL.canParse(root)) throw unsupported(root, "the IPFS gateway is not a URL");
  const content = new URL(`${root}${cid}`).href;
  const { href } = new URL(`${root}${cid}${path}`);
  // The dots of a path could lead to another file of the gateway.
  if (href !== content && !href.startsWith(`${content}/`)) throw unsupported(uri, "its path leads outside its content");
  return href;
}
