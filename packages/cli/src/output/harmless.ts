/** What could move the cursor, color the terminal or reverse the text: control, format and separator characters. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Makes a text of a stranger safe to print on one line: spaces replace tabs and line breaks, and other control and
 * format characters are written as escapes, so that the reader sees them.
 */
export function harmless(value: string): string {
  return value.replace(/[\t\n\r]+/g, " ").replace(HARMFUL, escapeOf);
}

/** Writes a character as in JavaScript: `\x1b`, `\u{202e}`. */
function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}
