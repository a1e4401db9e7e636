import type { ErrorArgs } from "@servicecoin/sdk";

/** What a shell script can tell from the exit code. */
export const EXIT = {
  done: 0,
  /** The chain or the wallet refused. */
  refused: 1,
  /** Arguments, options, keys, deployment or node do not fit: nothing was sent. */
  usage: 2,
  /** No answer from a node. */
  unreachable: 3,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** Something that whoever typed the command can put right. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: string;
  readonly args: ErrorArgs;
  readonly exitCode: number;

  /** @param code Stays the same whatever the message says. */
  constructor(code: string, message: string, args: ErrorArgs = {}, exitCode: number = EXIT.usage, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.args = args;
    this.exitCode = exitCode;
  }
}

/** What was typed, fit to be repeated: 64 hex digits may be a private key. */
export function quoted(text: string): string {
  return `"${withoutKeys(text)}"`;
}

export function withoutKeys(text: string): string {
  return text.replace(/(0x)?[0-9a-f]{64}/gi, "<64 hex digits>");
}

/** The causes of an error, for `--debug`. */
export function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < 8;) {
    if (!(cause instanceof Error)) break;
    causes.push(withoutPaths(cause.stack ?? cause.message));
    cause = cause.cause;
  }
  return causes;
}

/** What follows the host of a URL is often a key. */
function withoutPaths(text: string): string {
  return text.replace(/(https?:\/\/)[^\s"'<>]+/g, (url) => (URL.canParse(url) ? new URL(url).origin : "<url>"));
}
