import { formatUnits } from "ethers";
import { bad, type Parser } from "./parser.js";

/** A decimal number as feedback stores it: `value / 10 ** decimals`. */
export interface Rating {
  value: bigint;
  decimals: number;
}

/** Parses a number such as `87`, `99.5` or `-3` exactly. */
export const parseRating: Parser<Rating> = (text, name) => {
  const match = /^(-?\d{1,39})(?:\.(\d{1,18}))?$/.exec(text);
  if (match === null) throw bad("Rating", text, name, "is not a number: write it like 87 or 99.5.");
  const [, whole = "", fraction = ""] = match;
  return { value: BigInt(whole + fraction), decimals: fraction.length };
};

/** Parses a rating from 0 to 100. */
export const parseStars: Parser<Rating> = (text, name) => {
  const { value, decimals } = parseRating(text, name);
  if (value < 0n || value > 100n * 10n ** BigInt(decimals)) {
    throw bad("Rating", text, name, "is not between 0 and 100.");
  }
  return { value, decimals };
};

/** Formats a rating so that `parseRating` reads it. */
export function typedRating(value: bigint, decimals: number): string {
  return formatUnits(value, decimals).replace(/\.0$/, "");
}
