import { parseUnits } from "ethers";
import { pino } from "pino";
import {
  type Discovery,
  type FacilitatorOptions,
  type RunningFacilitator,
  startDiscovery,
  startFacilitator,
} from "@servicecoin/gateway";
import { DEFAULT_HOST, DEFAULT_PORT, MAX_BATCH, networkOf } from "@servicecoin/gateway/internal";
import { accountOf, type Client } from "@servicecoin/sdk";
import { confirm } from "../confirm.js";
import { gatewayClient, journalPath, toCliError, untilStopped } from "../facilitator.js";
import type { Input } from "../input.js";
import { onInterrupt } from "../interrupt.js";
import { repeatable, verb, withExamples, type Noun } from "../noun.js";
import { list } from "../output/table.js";
import { ether, scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseCount } from "../parse/number.js";
import { bad, parseOneOf, parseText, type Parser } from "../parse/parser.js";
import type { Session } from "../session.js";
import { perform } from "../show.js";

const LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;

/** Verifies and settles payments for sellers over HTTP (x402). */
export const facilitator: Noun = (program) => {
  const command = verb(program, "facilitator", "verify and settle x402 payments over HTTP, and pay their gas")
    .option("--port <number>", `port to listen on, 0 for any that is free (default: ${DEFAULT_PORT})`)
    .option("--host <address>", `address to listen on (default: ${DEFAULT_HOST}, this machine only)`)
    .option("--journal <file>", "what must survive a crash (default: a file for chain and account in the state folder)")
    .option("--max-batch <number>", `payments in one transaction, up to ${MAX_BATCH} (default: 100)`)
    .option("--gather <ms>", "how long the first payment of a batch waits for others (default: 10)")
    .option("--capacity <number>", "payments under way at once; more get status 503 (default: 1000)")
    .option("--min-amount <amount>", "settle no payment of less")
    .option("--max-fee <gwei>", "pay no more for one gas (default: whatever blocks ask for)")
    .option("--confirmations <number>", "blocks until a payment counts as settled (default: 1)")
    .option("--no-discovery", "do not list what is for sale, and ask no endpoint whether it answers")
    .option(
      "--log-level <level>",
      `${LEVELS.join(", ")} (default: info); the log goes to stderr, a JSON document per line`,
    );
  repeatable(command, "--payee <address>", "settle only payments to this account; may be repeated");
  withExamples(command, [
    "servicecoin facilitator --account 9",
    "servicecoin facilitator --network sepolia --keyfile key.json --payee 0x... --min-amount 0.01",
    "servicecoin facilitator --account 9 --port 0 --json --log-level warn",
  ]);
  perform(command, run);
};

type Typed = Omit<FacilitatorOptions, "client" | "journal"> & { host: string; port: number };

async function run(input: Input, session: Session): Promise<void> {
  const options = optionsOf(input);
  const level = input.option("log-level", parseOneOf(LEVELS)) ?? "info";
  const named = input.option("journal", parseText);
  const { client, balance } = await gatewayClient(session);
  const account = await accountOf(client);
  const journal = named ?? (await journalPath(session, account));
  const title = `Run a facilitator: ${account} pays the gas of payments`;
  await confirm(session, client.chainId, title, limitRows(options), "Start it?");
  // Standard output is for the result.
  const log = pino({ level }, pino.destination(2));
  let discovery: Discovery | undefined;
  try {
    if (input.flag("discovery")) {
      const onError = () => {
        log.warn("the node does not answer: the list of services is old");
      };
      discovery = await startDiscovery({ client, onError });
      if (discovery.allowsPrivate) log.warn("a local chain: endpoints of this machine and its network are asked too");
    }
    const running = await startFacilitator({ ...options, client, journal, log, discovery });
    present(session, running, client, balance, { journal, listsServices: discovery !== undefined }, options);
    const fault = await untilStopped(running.broken, onInterrupt);
    await running.stop();
    if (fault) throw fault;
    log.info("stopped");
  } catch (error) {
    throw toCliError(error, options.host, options.port);
  } finally {
    await discovery?.stop();
  }
}

function optionsOf(input: Input): Typed {
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
  };
}

/** Wei of a price of gas. */
const parseGwei: Parser<bigint> = (text, name) => {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || Number(text) === 0) {
    throw bad("Fee", text, name, "is no price of gas in gwei: write it like 30 or 0.5.");
  }
  return parseUnits(text, "gwei");
};

function limitRows({ payees, minAmount, maxFeePerGas }: Typed): [string, string][] {
  const most: [string, string][] = maxFeePerGas === undefined ? [] : [["highest fee", `${maxFeePerGas} wei per gas`]];
  return [
    ["payments to", payees?.join(", ") ?? "everybody"],
    ["from amount", minAmount === undefined ? "any" : scv(minAmount)],
    ...most,
  ];
}

function present(
  session: Session,
  { url, account, resumed }: RunningFacilitator,
  { chainId }: Client,
  balance: bigint,
  { journal, listsServices }: { journal: string; listsServices: boolean },
  options: Typed,
): void {
  const { payees = null, minAmount = null } = options;
  const discovery = listsServices ? `${url}/discovery/resources` : null;
  const document = {
    url,
    chainId,
    network: networkOf(chainId),
    account,
    balance,
    journal,
    resumed,
    payees,
    minAmount,
    discovery,
  };
  session.out.print(document, () =>
    list([
      ["listening", url],
      ["chain", String(chainId)],
      ["account", account],
      ["balance", ether(balance)],
      ...limitRows(options),
      ["journal", journal],
      ["for sale", discovery ?? "not listed"],
      ["taken up", resumed === 1 ? "1 batch" : `${resumed} batches`],
    ]),
  );
}
