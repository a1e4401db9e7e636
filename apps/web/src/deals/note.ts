/** Bytes of a note: the contract keeps 32, and the last one ends the text. */
const LONGEST = 31;

/** Writes a short text into 32 bytes; undefined when it is too long. */
export function encodeNote(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text.trim());
  if (bytes.length > LONGEST) return undefined;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `0x${digits.padEnd(64, "0")}`;
}

/** Reads the short text in 32 bytes; undefined when they are none, such as a hash. */
export function decodeNote(hex: string): string | undefined {
  const digits = hex.replace(/^0x/, "").replace(/(00)+$/, "");
  if (digits === "" || digits.length > LONGEST * 2) return undefined;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /\p{Cc}/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
