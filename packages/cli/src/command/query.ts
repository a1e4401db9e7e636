import type { Session } from "../session/session.js";
import type { Command } from "./command.js";
import type { Input } from "./input.js";
import { perform } from "./perform.js";

/**
 * Makes a command read something and print it.
 * @param read Returns the result for programs, which `--json` prints.
 * @param write Formats the result for people.
 */
export function queryCommand<Result>(
  command: Command,
  read: (input: Input, session: Session) => Promise<Result>,
  write: (result: Result, session: Session) => string,
): void {
  perform(command, async (input, session) => {
    const result = await read(input, session);
    session.out.print(result, () => write(result, session));
    await session.tellSource();
  });
}
