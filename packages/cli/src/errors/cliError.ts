import type { ErrorArgs } from "@servicecoin/sdk";

/** Exit codes. */
export const EXIT = {
  done: 0,
  /** The chain or the wallet refused the request. */
  refused: 1,
  /** Arguments, options, key, deployment or node are missing or wrong. Nothing was sent. */
  usage: 2,
  /** The node or the server did not respond. */
  unreachable: 3,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** An error that the user can fix. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: string;
  readonly args: ErrorArgs;
  readonly exitCode: number;

  /** @param code Stable across releases; messages may change. */
  constructor(code: string, message: string, args: ErrorArgs = {}, exitCode: number = EXIT.usage, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.args = args;
    this.exitCode = exitCode;
  }
}

/** Quotes the user's input for a message, without anything that may be a private key. */
export function quoted(text: string): string {
  return `"${withoutKeys(text)}"`;
}

/** Replaces each run of 64 hex digits, which may be a private key. */
export function withoutKeys(text: string): string {
  return text.replace(/(0x)?[0-9a-f]{64}/gi, "<64 hex digits>");
}

/** The causes of an error, outermost first, for `--debug`. */
export function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < 8;) {
    if (!(cause instanceof Error)) break;
    causes.push(withoutPaths(cause.stack ?? cause.message));
    cause = cause.cause;
  }
  return causes;
}

/** Cuts URLs after the host: the path is often an API key. */
function withoutPaths(text: string): string {
  return text.replace(/(https?:\/\/)[^\s"'<>]+/g, (url) => (URL.canParse(url) ? new URL(url).origin : "<url>"));
}
