/** What a stranger wrote, as one line for people: no control, format or direction characters, and at most `max` UTF-16 units. */
export function plainText(text: string, max: number): string {
  // Cut first: a long text shall not cost more than a short one. What is removed may leave less than `max`.
  const clean = text
    .slice(0, 4 * max)
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  // Not through the middle of a character.
  const short = clean.length <= max ? clean : `${clean.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  // A copy: a part of a text keeps the whole in memory.
  return Buffer.from(short).toString();
}
