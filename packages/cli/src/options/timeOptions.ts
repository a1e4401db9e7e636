import type { Input } from "../command/input.js";
import type { Session } from "../session/session.js";
import { bad } from "../parse/parser.js";
import { parseTime } from "../parse/time.js";

/** How long a signature counts unless told. */
export const DEFAULT_TERM = "1d";

/** An option that is a point in time on the chain's clock, and not over yet; a day from now unless told. */
export async function futureOption(input: Input, session: Session, name: string): Promise<bigint> {
  // Whether it is a time at all needs no node.
  input.option(name, parseTime(0n));
  const now = await session.now();
  const typed = input.option(name, (text) => text) ?? DEFAULT_TERM;
  const time = parseTime(now)(typed, `--${name}`);
  if (time <= now) throw bad("Time", typed, `--${name}`, "is over already.");
  return time;
}

/** A point in time on the chain's clock. Whether it is one at all needs no node. */
export async function timeOption(input: Input, session: Session, name: string): Promise<bigint | undefined> {
  if (input.option(name, parseTime(0n)) === undefined) return undefined;
  return input.option(name, parseTime(await session.now()));
}
