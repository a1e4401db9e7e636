import { CommanderError } from "commander";
import { CliError, EXIT } from "../errors/cliError.js";
import { Interruption } from "./interruption.js";
import type { Io } from "../io.js";
import { Output } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { fromCommander } from "../errors/usageError.js";

/** One run of the command line: its arguments, its environment and its exit code. */
export class Invocation {
  readonly args: readonly string[];
  readonly io: Io;
  readonly progress: Progress;
  readonly interruption: Interruption;
  /** The account that the node signs for without its key, as only a fork does. Default: the settings choose a key. */
  readonly impersonated: string | undefined;
  /** The exit code unless the command throws. */
  exitCode: number = EXIT.done;

  /** @param args The arguments after the program name. */
  constructor(args: readonly string[], io: Io, impersonated?: string) {
    this.impersonated = impersonated;
    this.args = args;
    this.io = io;
    this.progress = new Progress(io.stderr);
    this.interruption = new Interruption(() => this.output());
  }

  /** Whether to print JSON. Read from the arguments as they are, so that it also holds for errors of parsing them. */
  get isJson(): boolean {
    return this.args.includes("--json");
  }

  /** Prints to the streams of this run. */
  output(isJson = this.isJson): Output {
    return new Output(this.io, isJson, this.progress);
  }

  /** Prints an error, unless commander has printed help or version instead. @returns The exit code. */
  async fail(error: unknown): Promise<number> {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    // Commander has printed the help.
    if (error instanceof CommanderError && error.code === "commander.help" && !this.isJson) return EXIT.usage;
    const shown = await shownOf(error);
    this.output().fail(shown, this.args.includes("--debug"));
    return shown.exitCode;
  }
}

/** Loads the SDK, and with it ethers, only if the error is not one of usage. */
async function shownOf(error: unknown): Promise<CliError> {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return fromCommander(error);
  const { toShown } = await import("../errors/shownError.js");
  return toShown(error);
}
