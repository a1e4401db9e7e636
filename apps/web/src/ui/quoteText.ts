import type { Deal, Quote } from "@servicecoin/sdk";
import { getAddress, isAddress } from "ethers/address";

const ADDRESSES = ["payer", "payee", "arbiter"] as const;
const NUMBERS = { price: 96, period: 32, start: 40, deadline: 40, window: 32, feeBps: 16 } as const;

/** Writes a quote as JSON, as the command line reads it. */
export function writeQuote(quote: Quote): string {
  return JSON.stringify(quote, (_field, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

/** Reads a quote: JSON of this page or the command line, or a link of this page; undefined for any other text. */
export function readQuote(text: string): Quote | undefined {
  try {
    const linked = /[?&]q=([\w-]+)/.exec(text)?.[1];
    return parse(JSON.parse(linked === undefined ? text : decode(linked)));
  } catch {
    return undefined;
  }
}

/** Makes the link that opens a quote. @param page Address of this page; its fragment is replaced */
export function quoteLink(page: string, quote: Quote): string {
  const bytes = new TextEncoder().encode(writeQuote(quote));
  const base64 = btoa(String.fromCharCode(...bytes));
  // The form for URLs, without signs that need escapes.
  const plain = base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${page.replace(/#.*$/s, "")}#/pay/quote?q=${plain}`;
}

function decode(base64url: string): string {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (one) => one.charCodeAt(0)));
}

function parse(value: unknown): Quote {
  const { deal, signature } = value as { deal: Record<string, unknown>; signature: unknown };
  const addresses = ADDRESSES.map((name) => {
    const address = deal[name];
    if (typeof address !== "string" || !isAddress(address)) throw new TypeError(`${name} is no address`);
    return [name, getAddress(address)];
  });
  const numbers = Object.entries(NUMBERS).map(([name, bits]) => {
    const digits = deal[name];
    if (!/^\d{1,30}$/.test(String(digits))) throw new TypeError(`${name} is no number`);
    const number = BigInt(String(digits));
    if (number >= 2n ** BigInt(bits)) throw new RangeError(`${name} is too large`);
    return [name, number];
  });
  const { ref } = deal;
  if (typeof ref !== "string" || !/^0x[0-9a-f]{64}$/i.test(ref)) throw new TypeError("ref is not 32 bytes");
  if (typeof signature !== "string" || !/^0x([0-9a-f]{2})+$/i.test(signature)) throw new TypeError("no signature");
  return { deal: { ...Object.fromEntries([...addresses, ...numbers]), ref } as Deal, signature };
}
