import { invalidAt, RegistrationError, tooLargeAt } from "./errors.js";
import { REGISTRATION_LIMITS as MAX } from "./limits.js";

type Path = readonly PropertyKey[];

/** Code that copies fields by name would change the prototype of its objects. */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** Unpaired surrogates, and control characters other than tabs and line breaks. */
const UNSAFE_TEXT = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;

/**
 * Parses JSON of a stranger. Stricter than `JSON.parse`, whose result hides duplicate keys and rounded numbers.
 * @throws RegistrationError `RegistrationInvalid`, `RegistrationTooLarge`.
 */
export function parseStrictJson(input: string | Uint8Array): unknown {
  const text = decode(input);
  const value = parse(text);
  checkTree(value);
  refuseDuplicateKeys(text);
  return value;
}

/**
 * Checks depth, keys, texts and numbers of a value, and that JSON can represent it; an `undefined` field counts as
 * missing.
 * @throws RegistrationError `RegistrationInvalid`, `RegistrationTooLarge`.
 */
export function checkTree(root: unknown): void {
  let keys = 0;

  function checkObject(value: object, path: Path): void {
    if (path.length >= MAX.depth) throw tooLargeAt(path, path.length + 1, MAX.depth, "levels");
    if (Array.isArray(value)) {
      value.forEach((entry: unknown, i) => {
        check(entry, [...path, i]);
      });
      return;
    }
    for (const [key, field] of Object.entries(value)) {
      if (++keys > MAX.keys) throw tooLargeAt([], keys, MAX.keys, "keys");
      checkKey(key, [...path, key]);
      check(field, [...path, key]);
    }
  }

  function check(value: unknown, path: Path): void {
    if (typeof value === "string") checkText(value, path, MAX.text);
    else if (typeof value === "number") checkNumber(value, path);
    else if (typeof value === "object" && value !== null) checkObject(value, path);
    else if (["bigint", "function", "symbol"].includes(typeof value))
      throw invalidAt(path, "JSON cannot represent this value");
  }

  check(root, []);
}

function decode(input: string | Uint8Array): string {
  if (input.length > MAX.bytes) throw tooLargeAt([], input.length, MAX.bytes, "bytes");
  if (typeof input === "string") {
    const { length } = new TextEncoder().encode(input);
    if (length > MAX.bytes) throw tooLargeAt([], length, MAX.bytes, "bytes");
    return input;
  }
  try {
    // A byte order mark is kept, and is then not valid JSON (RFC 8259).
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
  } catch (cause) {
    throw new RegistrationError("RegistrationInvalid", "The registration file is not UTF-8.", {}, cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RegistrationError("RegistrationInvalid", "The registration file is not JSON.", {}, cause);
  }
}

/** Parsers disagree on which of two values counts, so a file could show people one value and programs the other. */
function refuseDuplicateKeys(text: string): void {
  const open: { keys: Set<string> | undefined; step: PropertyKey; expectsKey: boolean }[] = [];
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    const top = open.at(-1);
    if (token === "{") open.push({ keys: new Set(), step: "", expectsKey: true });
    else if (token === "[") open.push({ keys: undefined, step: 0, expectsKey: false });
    else if (token === "}" || token === "]") open.pop();
    else if (token === ",") {
      if (typeof top?.step === "number") top.step++;
      else if (top) top.expectsKey = true;
    } else if (top?.keys && top.expectsKey) {
      const key = JSON.parse(token) as string;
      top.step = key;
      top.expectsKey = false;
      if (top.keys.has(key)) {
        throw invalidAt(
          open.map(({ step }) => step),
          "the key occurs twice",
        );
      }
      top.keys.add(key);
    }
  }
}

function checkKey(key: string, path: Path): void {
  if (FORBIDDEN_KEYS.has(key)) throw invalidAt(path, "the key is not allowed");
  checkText(key, path, MAX.key);
}

function checkText(text: string, path: Path, max: number): void {
  if (text.length > max) throw tooLargeAt(path, text.length, max, "characters");
  if (UNSAFE_TEXT.test(text)) throw invalidAt(path, "control characters and unpaired surrogates are not allowed");
}

function checkNumber(number: number, path: Path): void {
  if (!(Math.abs(number) <= Number.MAX_SAFE_INTEGER)) throw invalidAt(path, "numbers beyond 2^53 - 1 are not exact");
}
