import { pino } from "pino";
import {
  Keeper,
  readPolicy,
  startKeeper,
  type KeeperOptions,
  type Policy,
  type PolicyInput,
  type RoundReport,
} from "@servicecoin/keeper";
import { SettingsError } from "@servicecoin/daemon";
import type { Client } from "@servicecoin/sdk";
import { confirm } from "../command/confirm.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { journalPath, ownClient } from "../facilitator/gatewayClient.js";
import { list } from "../output/table.js";
import { duration, ether, scv } from "../output/value.js";
import { toListenError } from "../session/listen.js";
import { shownUrl } from "../session/network.js";
import type { Session } from "../session/session.js";
import { untilStopped } from "../session/untilStopped.js";

/** The options of the command. */
export interface KeeperSettings {
  /** Name of the policy's file. */
  file: string | undefined;
  /** Fields of the policy, which override those of the file. */
  options: PolicyInput;
  isOnce: boolean;
  host: string;
  port: number;
  /** Milliseconds. */
  interval: number | undefined;
  journal: string | undefined;
  confirmations: number | undefined;
  /** Log level. */
  level: string;
}

/** Runs a keeper until it is stopped, or for one round. */
export async function runKeeper(session: Session, settings: KeeperSettings): Promise<void> {
  // Before anything else: with a wrong policy nothing starts.
  const policy = await policyOf(session, settings);
  const index = session.indexer;
  if (index === undefined) {
    const message =
      "A keeper reads what is due from an indexer: name one with --indexer or SERVICECOIN_INDEXER_URL, or run one with servicecoin index.";
    throw new CliError("NoIndexer", message);
  }
  const { client, account, balance } = await ownClient(session, "a keeper");
  const { journal: named, confirmations, level } = settings;
  const journal = named === undefined ? await journalPath(session, account, "keeper") : session.files.path(named);
  if (!policy.dryRun) {
    const title = `Run a keeper: ${account} pays the gas of what is due to others`;
    await confirm(session, client.chainId, title, policyRows(policy), "Start it?");
  }
  const options = { client, index, policy, journal, confirmations, log: pino({ level }, session.io.stderr) };
  try {
    if (settings.isOnce) await once(session, options);
    else await keep(session, options, settings, { account, balance });
  } catch (error) {
    throw toCliError(error, settings);
  }
}

async function policyOf(session: Session, { file, options }: KeeperSettings): Promise<Policy> {
  const text = file === undefined ? undefined : await session.files.readIfThere(file);
  if (file !== undefined && text === undefined) throw new CliError("NoFile", `${file} does not exist.`, { file });
  try {
    return readPolicy(file === undefined || text === undefined ? undefined : { name: file, text }, options);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const { faults } = error;
    throw new CliError("BadPolicy", `${error.message}.`, { file: file ?? null, faults }, EXIT.usage, error);
  }
}

async function once(session: Session, options: KeeperOptions): Promise<void> {
  const keeper = await Keeper.open(options);
  try {
    const report = await keeper.round();
    session.out.print({ ...report, isReady: keeper.readiness().ready }, () => list(reportRows(report)));
    if (report.obstacles.length > 0) session.exitCode = EXIT.refused;
  } finally {
    await keeper.stop();
  }
}

async function keep(
  session: Session,
  options: KeeperOptions,
  { host, port, interval }: KeeperSettings,
  { account, balance }: { account: string; balance: bigint },
): Promise<void> {
  const { client, index, policy, journal } = options;
  const running = await startKeeper({ ...options, host, port, interval });
  const { url, resumed } = running;
  const { duties, dryRun } = policy;
  const facts = { url, chainId: client.chainId, account, balance, index: shownUrl(index), journal, resumed };
  session.out.print({ ...facts, duties, dryRun }, () => list(rowsOf(facts, client, policy)));
  const fault = await untilStopped(running.broken, session);
  await running.stop();
  if (fault !== undefined) throw fault;
  session.out.note("Stopped.");
}

interface Facts {
  url: string;
  account: string;
  balance: bigint;
  index: string;
  journal: string;
  resumed: number;
}

function rowsOf(facts: Facts, { chainId }: Client, policy: Policy): [string, string][] {
  const { url, account, balance, index, journal, resumed } = facts;
  return [
    ["listening", url],
    ["chain", String(chainId)],
    ["account", account],
    ["balance", ether(balance)],
    ["index", index],
    ...policyRows(policy),
    ["journal", journal],
    ["resumed", resumed === 1 ? "1 transaction" : `${resumed} transactions`],
  ];
}

function policyRows(policy: Policy): [string, string][] {
  return [
    ["duties", policy.duties.join(", ")],
    ["works for", policy.for?.join(", ") ?? "anyone"],
    ["lowest amount", scv(policy.lowestAmount)],
    ["highest gas price", `${policy.highestGasPrice} wei per gas`],
    ["budget per day", ether(policy.budgetPerDay)],
    ...(policy.wait > 0 ? [["leaves to others for", duration(BigInt(policy.wait))] as [string, string]] : []),
    ...(policy.dryRun ? [["sends", "nothing: a dry run"] as [string, string]] : []),
  ];
}

function reportRows(report: RoundReport): [string, string][] {
  const { due, waiting, done, lost, failed, planned, transactions, reverted, fees, obstacles } = report;
  return [
    ["due", String(due)],
    ...(waiting > 0 ? [["left to others for now", String(waiting)] as [string, string]] : []),
    ["done", String(done)],
    ["done by others", String(lost)],
    ["set aside", String(failed)],
    ...(planned > 0 ? [["would do", String(planned)] as [string, string]] : []),
    ["transactions", reverted === 0 ? String(transactions) : `${transactions}, ${reverted} of them reverted`],
    ["cost", ether(fees)],
    ...obstacles.map(({ reason }): [string, string] => ["not possible", reason]),
  ];
}

function toCliError(error: unknown, { host, port }: KeeperSettings): unknown {
  // An error of the transaction manager has a code of its own.
  if (error instanceof Error && error.name === "TransactionError") {
    const { code, args } = error as unknown as { code: string; args: Record<string, never> };
    return new CliError(code, error.message, args, code === "JournalUnwritable" ? EXIT.refused : EXIT.usage, error);
  }
  return toListenError(error, { host, port });
}
