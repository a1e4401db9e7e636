import { bad, type Parser } from "./parser.js";

/** Parses a whole number, such as the id of a service or a proposal. */
export const parseId: Parser<bigint> = (text, name) => {
  if (!/^(\d+|0x[0-9a-f]{1,64})$/i.test(text)) throw bad("Number", text, name, "is not a number.");
  const id = BigInt(text);
  if (id >= 2n ** 256n) throw bad("Number", text, name, "is too large.");
  return id;
};

/** Parses a whole number within bounds. */
export function parseCount(min: number, max = Number.MAX_SAFE_INTEGER): Parser<number> {
  return (text, name) => {
    const count = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (!(count >= min && count <= max)) {
      const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `between ${min} and ${max}`;
      throw bad("Number", text, name, `is not a number ${bounds}.`);
    }
    return count;
  };
}
