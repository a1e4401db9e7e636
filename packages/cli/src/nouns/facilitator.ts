import { parseUnits } from "ethers";
import { DEFAULT_HOST, DEFAULT_PORT, MAX_BATCH } from "@servicecoin/gateway/internal";
import type { FacilitatorSettings } from "../facilitator/run.js";
import type { Input } from "../command/input.js";
import { repeatable, withExamples, type Noun } from "../command/noun.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseCount } from "../parse/number.js";
import { bad, parseText, type Parser } from "../parse/parser.js";
import { addLogLevel, logLevelIn } from "../options/logLevel.js";
import { perform } from "../command/perform.js";

/** Verifies and settles payments for sellers over HTTP (x402). */
export const facilitator: Noun = (command) => {
  command
    .option("--port <number>", `port to listen on; 0 for any free port (default: ${DEFAULT_PORT})`)
    .option("--host <address>", `address to listen on (default: ${DEFAULT_HOST}, this machine only)`)
    .option("--journal <file>", "file that survives a crash (default: one per chain and account in the state folder)")
    .option("--max-batch <number>", `payments per transaction, up to ${MAX_BATCH} (default: 100)`)
    .option(
      "--gather <ms>",
      "how long the first payment of a batch waits for others while a batch is in flight (default: 10)",
    )
    .option("--capacity <number>", "payments in flight; more get status 503 (default: 1000)")
    .option("--min-amount <amount>", "smallest payment to settle")
    .option("--max-fee <gwei>", "highest gas price to pay (default: no limit)")
    .option("--confirmations <number>", "confirmations before a payment is settled (default: 1)")
    .option(
      "--no-discovery",
      "do not list services, and do not query their endpoints; with --indexer the list is read from there",
    );
  addLogLevel(command);
  repeatable(command, "--payee <address>", "settle only payments to this account; may be repeated");
  withExamples(command, [
    "servicecoin facilitator --account 9",
    "servicecoin facilitator --network sepolia --keyfile key.json --payee 0x... --min-amount 0.01",
    "servicecoin facilitator --account 9 --port 0 --json --log-level warn",
  ]);
  perform(command, async (input, session) => {
    const settings = settingsIn(input);
    const { runFacilitator } = await import("../facilitator/run.js");
    await runFacilitator(session, settings);
  });
};

function settingsIn(input: Input): FacilitatorSettings {
  const payees = input.options("payee", parseAddress);
  return {
    port: input.option("port", parseCount(0, 65_535)) ?? DEFAULT_PORT,
    host: input.option("host", parseText) ?? DEFAULT_HOST,
    max: input.option("max-batch", parseCount(1, MAX_BATCH)),
    gather: input.option("gather", parseCount(0, 60_000)),
    capacity: input.option("capacity", parseCount(1)),
    payees: payees.length === 0 ? undefined : payees,
    minAmount: input.option("min-amount", parsePositiveAmount),
    maxFeePerGas: input.option("max-fee", parseGwei),
    confirmations: input.option("confirmations", parseCount(1, 1_000)),
    level: logLevelIn(input),
    journal: input.option("journal", parseText),
    listsServices: input.flag("discovery"),
  };
}

/** Parses a gas price in gwei into wei. */
const parseGwei: Parser<bigint> = (text, name) => {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || Number(text) === 0) {
    throw bad("Fee", text, name, "is not a gas price in gwei: write it like 30 or 0.5.");
  }
  return parseUnits(text, "gwei");
};
