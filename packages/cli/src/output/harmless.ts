/** A text of any length without what moves the cursor, colors the terminal or turns the direction of writing. */
export function harmless(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
