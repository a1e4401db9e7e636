/** Replaces control and format characters, which could move the cursor, color the terminal or reverse the text. */
export function harmless(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
