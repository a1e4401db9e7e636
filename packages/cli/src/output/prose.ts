import { harmless } from "./harmless.js";
import { grouped } from "./value.js";

const LONGEST = 8000;

/**
 * Formats a long untrusted text as lines behind a bar: it can neither move the cursor, nor color the terminal, nor pass
 * for our own output.
 */
export function prose(value: string): string[] {
  const cut = value.length > LONGEST ? value.slice(0, LONGEST) : value;
  const lines = cut.split(/\r\n|\r|\n/).map((line) => `  | ${harmless(line)}`.trimEnd());
  return cut === value ? lines : [...lines, `  ... ${grouped(value.length)} characters; --json prints all`];
}

/** Returns the first line of a text, cut to a width, without the suffix that reserves a proposal for its proposer. */
export function headline(value: string, width: number): string {
  const [first = ""] = value.replace(/#proposer=0x[0-9a-f]{40}$/i, "").split(/[\r\n]/);
  const line = harmless(first).trim();
  return line.length > width ? `${line.slice(0, width - 3)}...` : line;
}
