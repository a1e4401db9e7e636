import type { Command } from "./command.js";
import { Input } from "./input.js";
import { Session } from "../session/session.js";
import { settingsOf } from "../session/settings.js";

/** Makes a command do something. The session is closed afterwards. */
export function perform(command: Command, work: (input: Input, session: Session) => Promise<void>): void {
  command.action(async () => {
    const { invocation } = command;
    const settings = settingsOf(command.optsWithGlobals<Record<string, unknown>>(), invocation.io.env);
    const session = new Session(invocation, settings);
    try {
      await work(new Input(command), session);
    } finally {
      await session.close();
    }
  });
}

/**
 * Makes a command read something and print it.
 * @param read The result for programs: what `--json` prints.
 * @param write The same for people.
 */
export function queryCommand<Result>(
  command: Command,
  read: (input: Input, session: Session) => Promise<Result>,
  write: (result: Result, session: Session) => string,
): void {
  perform(command, async (input, session) => {
    const result = await read(input, session);
    session.out.print(result, () => write(result, session));
  });
}
