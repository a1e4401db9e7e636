import { ServiceCoinError } from "@servicecoin/sdk";
import type { PaidEndpointOptions } from "./paidEndpoint.js";

/** The official verification requires payments to stay valid for another 6 seconds. */
const MIN_TIMEOUT = 10;

/**
 * Bytes of all texts of an offer as JSON. The payment repeats them, and its header must fit into the 8 KB that common
 * proxies allow, beside a URL and the signature of a smart wallet of 1,000 bytes each.
 */
const MAX_TEXT = 2_000;

const FLOWS: ReadonlySet<unknown> = new Set([undefined, "authorization", "upfront"]);

/** A type with optional parameters (RFC 9110). */
const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[\w!#$&^.+-]+=("[^"\\]*"|[\w!#$&^.+-]+))*$/;

/** Rejects options that could never sell anything. @throws ServiceCoinError `InvalidArgument` */
export function checkOptions(options: PaidEndpointOptions): void {
  const { facilitator, baseUrl, flow, maxTimeout, handlerTimeout, description, mimeType, origins } = options;
  check("facilitator", facilitator, isBaseUrl(facilitator));
  check("baseUrl", baseUrl, baseUrl === undefined || isBaseUrl(baseUrl));
  check("flow", flow, FLOWS.has(flow));
  check("maxTimeout", maxTimeout, maxTimeout === undefined || isSeconds(maxTimeout, MIN_TIMEOUT));
  check("handlerTimeout", handlerTimeout, handlerTimeout === undefined || isSeconds(handlerTimeout, 0));
  check("description", description, description === undefined || typeof description === "string");
  check("mimeType", mimeType, mimeType === undefined || (typeof mimeType === "string" && MIME_TYPE.test(mimeType)));
  check("origins", origins, origins === undefined || origins === "*" || isOrigins(origins));
  let bytes = 0;
  for (const [name, text] of Object.entries({ description, mimeType, baseUrl })) {
    if (text !== undefined) check(name, text, (bytes += jsonBytes(text)) <= MAX_TEXT);
  }
}

function check(argument: string, value: unknown, isValid: boolean): void {
  if (!isValid) throw new ServiceCoinError("InvalidArgument", { argument, value });
}

/** Returns whether paths can be appended to a URL. `URL` itself ignores spaces and line breaks at its ends. */
function isBaseUrl(text: unknown): boolean {
  if (typeof text !== "string" || /[\s?#]/.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

function isOrigins(origins: unknown): boolean {
  return Array.isArray(origins) && origins.every(isOrigin);
}

function isOrigin(text: unknown): boolean {
  return typeof text === "string" && URL.canParse(text) && new URL(text).origin === text;
}

function isSeconds(value: number, min: number): boolean {
  // Timers of Node.js are limited to 2^31 milliseconds.
  return Number.isFinite(value) && value >= min && value <= 2_000_000;
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
