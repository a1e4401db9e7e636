/**
 * JSON in few bytes, so that a camera can read a link with it from a code. Control characters never stand in JSON: one
 * byte of them is a name that is used often, or begins bytes that JSON writes in hex.
 */
import { fromBase64Url, toBase64Url } from "./fields.ts";

/** The position is the code: links that were handed on must stay readable, so nothing here may move. */
const NAMES = [
  ...["primaryType", "chainId", "contract", "message", "signature", "signer", "deal", "payer", "payee", "arbiter"],
  ...["price", "period", "start", "deadline", "window", "feeBps", "ref", "amount", "validBefore", "total", "from"],
  ...["to", "value", "validAfter", "nonce", "voter", "support", "delegatee", "expiry", "proposalIds"],
];

const HEX = 1;
const FIRST_NAME = 2;

/** Writes JSON of ASCII characters for a link. */
export function packJson(json: string): string {
  const named = json.replace(/"(\w+)":/g, (whole, name: string) => {
    const index = NAMES.indexOf(name);
    return index < 0 ? whole : String.fromCharCode(FIRST_NAME + index);
  });
  return toBase64Url(
    named.replace(/"0x((?:[0-9a-f]{2})+)"/gi, (_whole, digits: string) => {
      const bytes = digits.match(/../g) ?? [];
      const length = [bytes.length >> 8, bytes.length & 255];
      return String.fromCharCode(HEX, ...length, ...bytes.map((byte) => Number.parseInt(byte, 16)));
    }),
  );
}

/** Reads it again, and JSON that was never made shorter. @throws Error for what is neither */
export function unpackJson(base64: string): string {
  const packed = fromBase64Url(base64);
  let json = "";
  for (let at = 0; at < packed.length; at++) {
    const code = packed.charCodeAt(at);
    if (code === HEX) {
      const length = (packed.charCodeAt(at + 1) << 8) + packed.charCodeAt(at + 2);
      const bytes = packed.slice(at + 3, at + 3 + length);
      if (bytes.length !== length) throw new RangeError("bytes are missing");
      json += `"0x${Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("")}"`;
      at += 2 + length;
    } else if (code < FIRST_NAME + NAMES.length) json += `"${NAMES[code - FIRST_NAME] ?? ""}":`;
    else json += packed[at] ?? "";
  }
  return json;
}
