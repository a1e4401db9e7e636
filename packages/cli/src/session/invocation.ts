import { CommanderError } from "commander";
import { CliError, EXIT } from "../errors/cliError.js";
import { Interruption } from "./interruption.js";
import type { Io } from "../io.js";
import { Output } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { fromCommander } from "../errors/usageError.js";

/** One run of the command line: what was typed, its surroundings, and its exit code. */
export class Invocation {
  readonly args: readonly string[];
  readonly io: Io;
  readonly progress: Progress;
  readonly interruption: Interruption;
  /** The exit code if nothing is thrown. */
  exitCode: number = EXIT.done;

  /** @param args The arguments after the name of the program. */
  constructor(args: readonly string[], io: Io) {
    this.args = args;
    this.io = io;
    this.progress = new Progress(io.stderr);
    this.interruption = new Interruption(() => this.output());
  }

  /** Whether the result and errors are JSON, also where the arguments cannot be parsed. */
  get isJson(): boolean {
    return this.args.includes("--json");
  }

  output(isJson = this.isJson): Output {
    return new Output(this.io, isJson, this.progress);
  }

  /** Prints an error, unless commander has said all. @returns The exit code. */
  async fail(error: unknown): Promise<number> {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    // Commander has shown the help already.
    if (error instanceof CommanderError && error.code === "commander.help" && !this.isJson) return EXIT.usage;
    const shown = await shownOf(error);
    this.output().fail(shown, this.args.includes("--debug"));
    return shown.exitCode;
  }
}

/** To tell the errors of the SDK apart takes ethers, which usage errors do without. */
async function shownOf(error: unknown): Promise<CliError> {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return fromCommander(error);
  const { toShown } = await import("../errors/shownError.js");
  return toShown(error);
}
