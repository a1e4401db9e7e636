import type { Quote } from "@servicecoin/sdk";
import { fromBase64Url, readDeal, readObject, readSignature, toBase64Url, writeJson } from "./fields.ts";

/** Writes a quote as JSON, as the command line reads it. */
export function writeQuote(quote: Quote): string {
  return writeJson(quote);
}

/** Reads a quote: JSON of this page or the command line, or a link of this page; undefined for any other text. */
export function readQuote(text: string): Quote | undefined {
  try {
    const linked = /[?&]q=([\w-]+)/.exec(text)?.[1];
    const fields = readObject(JSON.parse(linked === undefined ? text : fromBase64Url(linked)), "quote");
    return { deal: readDeal(fields), signature: readSignature(fields) };
  } catch {
    return undefined;
  }
}

/** Makes the link that opens a quote. @param page Address of this page; its fragment is replaced */
export function quoteLink(page: string, quote: Quote): string {
  return `${page.replace(/#.*$/s, "")}#/pay/quote?q=${toBase64Url(writeQuote(quote))}`;
}
