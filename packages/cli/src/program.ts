import { Command } from "commander";
import { NOUNS } from "./nouns/index.js";
import { withExamples } from "./noun.js";
import { addSettings } from "./settings.js";
import { version } from "./version.js";

const EXAMPLES = [
  "servicecoin doctor                                    what is missing, and how to get it",
  "servicecoin coin balance --account 1                  coins of an account of a local node",
  "servicecoin coin transfer 0x... 1.5 --account 1       send coins on it",
  "servicecoin coin transfer 0x... 1.5 --network sepolia --keyfile key.json",
  "servicecoin events --from start --once --json         all that happened so far",
];

const EXIT_CODES = `
Exit codes: 0 done, 1 refused by the chain or the wallet, 2 wrong usage, 3 no connection, 130 Ctrl-C.

Amounts are written like 1.5, durations like 2d or 1h30m, times like 2d (from now), 2026-01-31, 2026-01-31T12:30Z or
@1767225600, references as short text or 0x and 64 hex digits. The environment variables SERVICECOIN_PRIVATE_KEY,
SERVICECOIN_PASSWORD and SERVICECOIN_RPC_URL give what is never an argument, and NO_COLOR takes the colors away.`;

/** All commands. Nothing here ends the process: errors are thrown. */
export function createProgram(isJson: boolean): Command {
  const program = new Command("servicecoin")
    .description("Discover a service, pay for it and govern the money together, on any EVM chain.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      // Errors are written in one place, by main.
      outputError: () => undefined,
      ...(isJson ? { writeErr: () => undefined } : {}),
    })
    .showSuggestionAfterError()
    .exitOverride();
  addSettings(program);
  for (const add of NOUNS) add(program);
  return withExamples(program, EXAMPLES).addHelpText("after", EXIT_CODES);
}
