import { DEFAULT_HOST, DEFAULT_PORT, DUTY_KINDS } from "@servicecoin/keeper";
import type { KeeperSettings } from "../keeper/run.js";
import type { Input } from "../command/input.js";
import { repeatable, withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { addLogLevel, logLevelIn } from "../options/logLevel.js";
import { parseAddress } from "../parse/address.js";
import { parseCount } from "../parse/number.js";
import { parseOneOf, parseText } from "../parse/parser.js";
import { parseDuration } from "../parse/time.js";

/** Does what the contracts let anyone do, once time has made it possible. */
export const keeper: Noun = (command) => {
  command
    .option("--policy <file>", "JSON file that says what it may do and spend; options override its fields")
    .option("--lowest-amount <amount>", "SCV below which a due thing is left to others (default: 1)")
    .option("--highest-gas-price <gwei>", "gas price above which it sends nothing (default: 50)")
    .option("--budget <ether>", "the most ether for gas per day, UTC (default: 0.05)")
    .option("--wait <duration>", "how long a due thing is left to those whom it concerns, such as 5m (default: 0s)")
    .option("--dry-run", "only say what it would do")
    .option("--once", "do one round, print what it did, and end")
    .option("--port <number>", `port of /livez, /readyz and /metrics; 0 for any free port (default: ${DEFAULT_PORT})`)
    .option("--host <address>", `address to listen on (default: ${DEFAULT_HOST}, this machine only)`)
    .option("--interval <seconds>", "pause between two rounds (default: 15; 1 on a local chain)")
    .option("--journal <file>", "file that survives a crash (default: one per chain and account in the state folder)")
    .option("--confirmations <number>", "confirmations before a thing counts as done (default: 1)");
  addLogLevel(command);
  repeatable(
    command,
    "--duty <kind>",
    `do only this: ${DUTY_KINDS.join(", ")}; may be repeated (default: all but chargeMandates)`,
  );
  repeatable(command, "--for <address>", "work only for this account and the system; may be repeated");
  withExamples(command, [
    "servicecoin keeper --account 9 --indexer http://127.0.0.1:4403",
    "servicecoin keeper --network sepolia --keyfile key.json --policy policy.json",
    "servicecoin keeper --once --dry-run --lowest-amount 0",
  ]);
  perform(command, async (input, session) => {
    const settings = settingsIn(input);
    const { runKeeper } = await import("../keeper/run.js");
    await runKeeper(session, settings);
  });
};

function settingsIn(input: Input): KeeperSettings {
  const [duties, accounts] = [input.options("duty", parseOneOf(DUTY_KINDS)), input.options("for", parseAddress)];
  const wait = input.option("wait", parseDuration);
  const interval = input.option("interval", parseCount(1, 86_400));
  return {
    file: input.option("policy", parseText),
    options: {
      duties: duties.length === 0 ? undefined : duties,
      for: accounts.length === 0 ? undefined : accounts,
      lowestAmount: input.option("lowest-amount", parseText),
      highestGasPrice: input.option("highest-gas-price", parseText),
      budgetPerDay: input.option("budget", parseText),
      wait: wait === undefined ? undefined : Number(wait),
      dryRun: input.flag("dry-run") ? true : undefined,
    },
    isOnce: input.flag("once"),
    port: input.option("port", parseCount(0, 65_535)) ?? DEFAULT_PORT,
    host: input.option("host", parseText) ?? DEFAULT_HOST,
    interval: interval === undefined ? undefined : interval * 1_000,
    journal: input.option("journal", parseText),
    confirmations: input.option("confirmations", parseCount(1, 1_000)),
    level: logLevelIn(input),
  };
}
