import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Styles a text where stdout is a terminal, and NO_COLOR is not set. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** The same for stderr. */
export function styledError(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr });
}
