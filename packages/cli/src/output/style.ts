import { WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { Environment, OutputStream } from "../io.js";

type Style = Parameters<typeof styleText>[0];

/** A styled text. `shownOn` removes the style where the stream does not show it. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** A text as a stream shows it: styled on a terminal, unless NO_COLOR is set. */
export function shownOn(stream: OutputStream, env: Environment, text: string): string {
  const mayStyle = stream.isTTY === true || env["FORCE_COLOR"] !== undefined;
  return mayStyle && WriteStream.prototype.getColorDepth(env) > 2 ? text : plain(text);
}

/** The text without its style. */
export function plain(text: string): string {
  return text.replaceAll(/\u001b\[\d+m/g, "");
}
