import { encodeBytes32String } from "ethers";
import { bad, type Parser } from "./parser.js";

/** Parses a reference of 32 bytes: hex, or a short text such as `invoice-7`. */
export const parseReference: Parser<string> = (text, name) => {
  if (/^0x[0-9a-f]*$/i.test(text)) {
    if (text.length !== 66) throw bad("Reference", text, name, "is not 32 bytes: write 0x and 64 hex digits.");
    return text.toLowerCase();
  }
  const length = Buffer.byteLength(text);
  if (length === 0) throw bad("Reference", text, name, "is empty.");
  if (length > 31) throw bad("Reference", text, name, "has more than 31 bytes: shorten it, or use its hash in hex.");
  return encodeBytes32String(text);
};

/** Parses 32 bytes in hex, such as the id of a deal. */
export const parseHash: Parser<string> = (text, name) => {
  if (!/^0x[0-9a-f]{64}$/i.test(text)) throw bad("Hash", text, name, "is not 32 bytes: write 0x and 64 hex digits.");
  return text.toLowerCase();
};
