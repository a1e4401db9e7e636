import { isAddress } from "ethers";
import type { PageRange } from "./catalog.js";
import { plainText } from "./listing.js";
import type { CatalogFilter } from "./search.js";

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;
/** Longest text parameter, in UTF-16 code units. */
const MAX_TEXT = 200;

/** A query parameter is invalid. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly parameter: string;

  constructor(parameter: string, value: unknown, expected: string) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const fault = value === undefined ? "is missing" : `is "${plainText(text, 80)}"`;
    super(`${parameter} ${fault}: expected ${expected}.`);
    this.parameter = parameter;
  }
}

/** Query parameters as Express provides them: a list for a name that occurs twice. */
export type QueryParameters = Readonly<Record<string, unknown>>;

/** Parses the parameters of `/discovery/resources`. @throws QueryError */
export function parseListQuery(parameters: QueryParameters): { filter: CatalogFilter; range: PageRange } {
  const limit = integerIn(parameters, "limit", 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
  const offset = integerIn(parameters, "offset", 0, Number.MAX_SAFE_INTEGER) ?? 0;
  return { filter: filterIn(parameters), range: { limit, offset } };
}

/**
 * Parses the parameters of `/discovery/search`. A limit above the maximum is reduced to it, because there it is only a
 * hint.
 * @throws QueryError
 */
export function parseSearchQuery(parameters: QueryParameters): {
  query: string;
  filter: CatalogFilter;
  range: PageRange;
} {
  const query = textIn(parameters, "query");
  if (query === undefined || query.trim() === "") {
    throw new QueryError("query", query, `1 to ${MAX_TEXT} characters to look for`);
  }
  const limit = integerIn(parameters, "limit", 1, Number.MAX_SAFE_INTEGER) ?? DEFAULT_LIMIT;
  const range = { limit: Math.min(limit, MAX_LIMIT), offset: offsetIn(parameters) };
  return { query, filter: filterIn(parameters), range };
}

/** Returns the opaque cursor of a page that starts at an offset. */
export function cursorOf(offset: number): string {
  return Buffer.from(`from ${offset}`).toString("base64url");
}

function offsetIn(parameters: QueryParameters): number {
  const cursor = textIn(parameters, "cursor");
  if (cursor === undefined) return 0;
  const offset = /^from (\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString())?.[1];
  if (offset === undefined) throw new QueryError("cursor", cursor, "the cursor of an earlier response");
  return Number(offset);
}

function filterIn(parameters: QueryParameters): CatalogFilter {
  return {
    type: textIn(parameters, "type"),
    scheme: textIn(parameters, "scheme"),
    extensions: textIn(parameters, "extensions"),
    category: textIn(parameters, "category"),
    network: matchIn(parameters, "network", /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/, "a chain as eip155:<chain id>"),
    payTo: addressIn(parameters, "payTo"),
    maxPrice: amountIn(parameters, "maxPrice"),
  };
}

function textIn(parameters: QueryParameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw new QueryError(name, value, "one value");
  if (value.length > MAX_TEXT) throw new QueryError(name, value, `at most ${MAX_TEXT} characters`);
  return value;
}

function matchIn(parameters: QueryParameters, name: string, pattern: RegExp, expected: string): string | undefined {
  const text = textIn(parameters, name);
  if (text !== undefined && !pattern.test(text)) throw new QueryError(name, text, expected);
  return text;
}

function integerIn(parameters: QueryParameters, name: string, min: number, max: number): number | undefined {
  const expected = `a whole number from ${min} to ${max}`;
  const text = matchIn(parameters, name, /^\d{1,16}$/, expected);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number < min || number > max) throw new QueryError(name, text, expected);
  return number;
}

function addressIn(parameters: QueryParameters, name: string): string | undefined {
  const expected = "an address";
  const text = matchIn(parameters, name, /^0x/, expected);
  if (text !== undefined && !isAddress(text)) throw new QueryError(name, text, expected);
  return text;
}

function amountIn(parameters: QueryParameters, name: string): bigint | undefined {
  const text = matchIn(parameters, name, /^\d{1,78}$/, "base units of SCV, digits only");
  return text === undefined ? undefined : BigInt(text);
}
