import { Command as CommanderCommand } from "commander";
import type { Invocation } from "../session/invocation.js";

/** A command with a reference to its run. */
export class Command extends CommanderCommand {
  readonly invocation: Invocation;

  constructor(invocation: Invocation, name?: string) {
    super(name);
    this.invocation = invocation;
  }

  override createCommand(name?: string): Command {
    return new Command(this.invocation, name);
  }
}
