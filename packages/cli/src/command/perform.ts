import { Session } from "../session/session.js";
import { settingsOf } from "../session/settings.js";
import type { Command } from "./command.js";
import { Input } from "./input.js";

/** Sets what a command does, with a session that ends with it. */
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
