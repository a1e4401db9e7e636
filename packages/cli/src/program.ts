import type { Command as CommanderCommand } from "commander";
import { Command } from "./command/command.js";
import { CliError, withoutKeys } from "./errors/cliError.js";
import type { Invocation } from "./session/invocation.js";
import type { OutputStream } from "./io.js";
import { NOUNS } from "./nouns/index.js";
import { withExamples } from "./command/noun.js";
import { addSettings } from "./session/settings.js";
import { version } from "./version.js";

/** Columns of the help if the output is not a terminal. */
const HELP_WIDTH = 80;

const EXAMPLES = [
  "servicecoin doctor                                    what is missing, and how to fix it",
  "servicecoin coin balance --account 1                  balance of an account of the local node",
  "servicecoin coin transfer 0x... 1.5 --account 1       send SCV on the local node",
  "servicecoin coin transfer 0x... 1.5 --network sepolia --keyfile key.json",
  "servicecoin events --from start --once --json         all events so far",
];

const EXIT_CODES = `
Exit codes: 0 success, 1 refused by the chain or the wallet, 2 wrong usage, 3 no connection, 130 Ctrl-C.

Write amounts like 1.5, durations like 2d or 1h30m, times like 2d (from now), 2026-01-31, 2026-01-31T12:30Z or
@1767225600 (Unix time), and references as a short text or as 0x and 64 hex digits. Secrets are never arguments: set the
environment variables SERVICECOIN_PRIVATE_KEY and SERVICECOIN_PASSWORD. SERVICECOIN_RPC_URL sets the node, and NO_COLOR
turns colors off.`;

/**
 * Builds the program. Loads only the nouns that the arguments name; of the others the main help needs the description
 * alone. Errors are thrown, never printed.
 */
export async function createProgram(invocation: Invocation): Promise<Command> {
  const { args, io, isJson } = invocation;
  const program = new Command(invocation, "servicecoin")
    .description("Discover a service, pay for it and govern the money together, on any EVM chain.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => {
        if (!isJson) io.stderr.write(text);
      },
      // The invocation prints all errors.
      outputError: () => undefined,
      getOutHelpWidth: () => widthOf(io.stdout),
      getErrHelpWidth: () => widthOf(io.stderr),
    })
    .showSuggestionAfterError()
    .exitOverride();
  addSettings(program);
  for (const { usage, description, load } of NOUNS) {
    const noun = program.command(usage).description(description);
    if (args.includes(noun.name())) (await load())(noun);
  }
  // Help of a command that does not exist would look like success.
  program.addHelpText("beforeAll", ({ command }) => {
    refuseUnknown(command);
    return "";
  });
  return withExamples(program, EXAMPLES).addHelpText("after", EXIT_CODES);
}

/** Runs the command that the arguments name, until it ends or Ctrl-C ends it. @returns The exit code. */
export async function run(invocation: Invocation): Promise<number> {
  const { interruption, io } = invocation;
  io.signals.on("SIGINT", interruption.interrupt);
  try {
    return await Promise.race([execute(invocation), interruption.ended]);
  } finally {
    io.signals.off("SIGINT", interruption.interrupt);
  }
}

async function execute(invocation: Invocation): Promise<number> {
  try {
    const program = await createProgram(invocation);
    await program.parseAsync(withoutHelpCommand(invocation.args), { from: "user" });
    return invocation.exitCode;
  } catch (error) {
    return invocation.fail(error);
  }
}

/** Turns `help coin transfer` into `coin transfer --help`: commander's own looks at the first word alone. */
function withoutHelpCommand(args: readonly string[]): string[] {
  const [first, ...others] = args;
  return first === "help" ? [...others, "--help"] : [...args];
}

/** Refuses help about a word that is no command. @throws CliError `UnknownCommand` */
function refuseUnknown({ args, commands }: CommanderCommand): void {
  const [word] = args;
  if (word === undefined || word.startsWith("-") || commands.length === 0) return;
  if ([...commands.map((command) => command.name()), "help"].includes(word)) return;
  throw new CliError("UnknownCommand", `unknown command '${withoutKeys(word)}'`);
}

/** Width of the help, in columns. */
function widthOf({ isTTY = false, columns = HELP_WIDTH }: OutputStream): number {
  return isTTY ? columns : HELP_WIDTH;
}
