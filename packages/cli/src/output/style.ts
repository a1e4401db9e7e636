import { WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { Environment, OutputStream } from "../io.js";

type Style = Parameters<typeof styleText>[0];

/** Returns a styled text. `shownOn` removes the style for streams that do not show it. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** Returns whether people see the stream directly. */
export function isTerminal(stream: OutputStream): boolean {
  return stream.isTTY === true;
}

/** Removes the style of a text unless the stream is a terminal with colors. Respects NO_COLOR and FORCE_COLOR. */
export function shownOn(stream: OutputStream, env: Environment, text: string): string {
  const mayStyle = isTerminal(stream) || env["FORCE_COLOR"] !== undefined;
  return mayStyle && WriteStream.prototype.getColorDepth(env) > 2 ? text : plain(text);
}

/** Returns a text without its style. */
export function plain(text: string): string {
  return text.replaceAll(/\u001b\[\d+m/g, "");
}
