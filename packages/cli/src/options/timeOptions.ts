import type { Input } from "../command/input.js";
import type { Session } from "../session/session.js";
import { bad } from "../parse/parser.js";
import { parseTime } from "../parse/time.js";

/** Default validity of a signature, from now. */
export const DEFAULT_TERM = "1d";

/** Reads an option that is a time in the future of the chain. Default: `DEFAULT_TERM` from now. */
export async function futureOption(input: Input, session: Session, name: string): Promise<bigint> {
  // Rejects malformed times without a node.
  input.option(name, parseTime(0n));
  const now = await session.now();
  const typed = input.option(name, (text) => text) ?? DEFAULT_TERM;
  const time = parseTime(now)(typed, `--${name}`);
  if (time <= now) throw bad("Time", typed, `--${name}`, "is over already.");
  return time;
}

/** Reads an option that is the end of a deal, which must be in the future of the chain. */
export async function endOption(input: Input, session: Session, name: string): Promise<bigint | undefined> {
  return input.option(name, parseTime(0n)) === undefined ? undefined : futureOption(input, session, name);
}

/** Reads an option that is a time of the chain. Rejects malformed times without a node. */
export async function timeOption(input: Input, session: Session, name: string): Promise<bigint | undefined> {
  if (input.option(name, parseTime(0n)) === undefined) return undefined;
  return input.option(name, parseTime(await session.now()));
}
