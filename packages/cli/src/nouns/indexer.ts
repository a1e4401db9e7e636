import type { Verification } from "@servicecoin/indexer";
import type { Command } from "../command/command.js";
import type { Input } from "../command/input.js";
import { repeatable, verb, withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { API_HOST, API_PORT, type ApiSettings } from "../indexer/apiSettings.js";
import type { IndexSettings } from "../indexer/run.js";
import { parseCount } from "../parse/number.js";
import { parseOneOf, parseText } from "../parse/parser.js";
import { parseNodeUrl, parseOrigin } from "../parse/url.js";

const VERIFICATIONS: readonly Verification[] = ["full", "always", "sampled", "never"];

/** An index of everything that happened, in a database. */
export const indexer: Noun = (command) => {
  withExamples(command, [
    "servicecoin index",
    "servicecoin index --network sepolia --database postgres://indexer@localhost/servicecoin",
    "servicecoin index --node https://first.example --node https://second.example --verification full",
    "servicecoin index status",
    "servicecoin index verify",
  ]);

  // What "servicecoin index" does without a verb.
  const run = command.command("run", { isDefault: true });
  run.description("index until Ctrl-C; the verb may be left out");
  addRunOptions(run);
  perform(run, async (input, session) => {
    const settings = settingsIn(input);
    const { runIndexer } = await import("../indexer/run.js");
    await runIndexer(session, settings);
  });

  const api = addApiOptions(
    withDatabaseOption(verb(command, "api", "answer over HTTP from an index that another process writes")),
  );
  perform(api, async (input, session) => {
    const [database, settings] = [input.option("database", parseText), apiIn(input)];
    const { runApi } = await import("../indexer/run.js");
    await runApi(session, database, settings);
  });

  const verify = withDatabaseOption(
    verb(command, "verify", "compare the index with the contracts at its last block; exit code 1 if a value differs"),
  );
  perform(verify, async (input, session) => {
    const database = input.option("database", parseText);
    const { compareIndex, comparisonText } = await import("../indexer/verify.js");
    const found = await compareIndex(session, database);
    session.out.print(found, () => comparisonText(found, session.out.columns));
    session.exitCode = found.isExact ? EXIT.done : EXIT.refused;
  });

  const status = withDatabaseOption(
    verb(command, "status", "show where the index stands; exit code 1 if it is not ready"),
  );
  perform(status, async (input, session) => {
    const database = input.option("database", parseText);
    const { readStanding, standingText } = await import("../indexer/status.js");
    const standing = await readStanding(session, database);
    session.out.print(standing, () => standingText(standing));
    session.exitCode = standing.isReady ? EXIT.done : EXIT.refused;
  });
};

function addRunOptions(run: Command): void {
  withDatabaseOption(run)
    .option("--from-scratch", "empty the database first, whatever it is an index of")
    .option(
      "--verification <blocks>",
      "which new blocks to verify by their receipts: always, sampled, never; " +
        "or full: recompute every block, past ones too, before it is stored (default: sampled)",
    );
  repeatable(run, "--node <url>", "node to read from, in order of preference; may be repeated (default: --rpc)");
  addApiOptions(run).option("--no-api", "only index");
}

function addApiOptions(command: Command): Command {
  command
    .option("--port <number>", `port to listen on; 0 for any free port (default: ${API_PORT})`)
    .option("--host <address>", `address to listen on (default: ${API_HOST}, this machine only)`)
    .option("--proxies <number>", "proxies in front, whose X-Forwarded-For is believed (default: 0)");
  repeatable(
    command,
    "--allow-origin <url>",
    "site whose scripts may read the answers, or * for every site; may be repeated",
  );
  return command.option(
    "--personal",
    "let users of the allowed sites sign in, and keep their address book, drafts and settings beside the index",
  );
}

function withDatabaseOption(command: Command): Command {
  return command.option(
    "--database <place>",
    "SQLite file, or postgres://user:password@host/database (default: a file per chain in the data folder)",
  );
}

function settingsIn(input: Input): IndexSettings {
  return {
    database: input.option("database", parseText),
    nodes: input.options("node", parseNodeUrl),
    isFromScratch: input.flag("from-scratch"),
    verification: input.option("verification", parseOneOf(VERIFICATIONS)) ?? "sampled",
    api: input.flag("api") ? apiIn(input) : undefined,
  };
}

function apiIn(input: Input): ApiSettings {
  const origins = input.options("allow-origin", parseOrigin);
  const isPersonal = input.flag("personal");
  if (isPersonal && !origins.some((origin) => origin !== "*")) {
    throw new CliError(
      "MissingOption",
      "--personal needs --allow-origin with the site where users sign in: * does not name one.",
    );
  }
  return {
    host: input.option("host", parseText) ?? API_HOST,
    port: input.option("port", parseCount(0, 65_535)) ?? API_PORT,
    origins,
    isPersonal,
    proxies: input.option("proxies", parseCount(0, 10)) ?? 0,
  };
}
