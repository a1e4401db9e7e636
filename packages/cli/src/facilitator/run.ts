import { pino } from "pino";
import {
  type Discovery,
  type FacilitatorOptions,
  type RunningFacilitator,
  SettlementError,
  startDiscovery,
  startFacilitator,
} from "@servicecoin/gateway";
import { networkOf } from "@servicecoin/gateway/internal";
import { accountOf, type Client } from "@servicecoin/sdk";
import { confirm } from "../command/confirm.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { list } from "../output/table.js";
import { ether, scv } from "../output/value.js";
import { shownUrl } from "../session/network.js";
import type { Session } from "../session/session.js";
import { untilStopped } from "../session/untilStopped.js";
import { toListenError } from "../session/listen.js";
import { gatewayClient, journalPath } from "./gatewayClient.js";

/** Options of the facilitator, without what the command line supplies. */
type Options = Omit<FacilitatorOptions, "client" | "journal"> & { host: string; port: number };

/** The options of the command. */
export interface FacilitatorSettings extends Options {
  /** Log level. */
  level: string;
  /** Journal file. Default: one per chain and account in the state folder. */
  journal: string | undefined;
  /** Whether the facilitator also lists services. */
  listsServices: boolean;
}

/** Runs a facilitator until it is stopped, or until its journal cannot be written. */
export async function runFacilitator(session: Session, settings: FacilitatorSettings): Promise<void> {
  const { level, journal: named, listsServices, ...options } = settings;
  const { client, balance } = await gatewayClient(session);
  const account = await accountOf(client);
  const journal = named === undefined ? await journalPath(session, account) : session.files.path(named);
  const title = `Run a facilitator: ${account} pays the gas of all payments`;
  await confirm(session, client.chainId, title, limitRows(options), "Start it?");
  // stdout is for the result.
  const log = pino({ level }, session.io.stderr);
  let discovery: Discovery | undefined;
  try {
    if (listsServices) {
      const onError = (_error: unknown, reason: string) => {
        log.warn({ reason }, "the list of services is outdated");
      };
      discovery = await startDiscovery({ client, onError });
      if (discovery.allowsPrivate) log.warn("a local chain: endpoints of this machine and its network are queried too");
    }
    const running = await startFacilitator({ ...options, client, journal, log, discovery });
    present(session, running, client, balance, { journal, listsServices: discovery !== undefined }, options);
    const fault = await untilStopped(running.broken, session);
    await running.stop();
    if (fault) throw fault;
    log.info("stopped");
  } catch (error) {
    throw toCliError(error, options.host, options.port);
  } finally {
    await discovery?.stop();
  }
}

function limitRows({ payees, minAmount, maxFeePerGas }: Options): [string, string][] {
  const most: [string, string][] =
    maxFeePerGas === undefined ? [] : [["maximum gas price", `${maxFeePerGas} wei per gas`]];
  return [
    ["payments to", payees?.join(", ") ?? "anyone"],
    ["minimum amount", minAmount === undefined ? "none" : scv(minAmount)],
    ...most,
  ];
}

function present(
  session: Session,
  { url, account, resumed }: RunningFacilitator,
  { chainId, indexer }: Client,
  balance: bigint,
  { journal, listsServices }: { journal: string; listsServices: boolean },
  options: Options,
): void {
  const { payees = null, minAmount = null } = options;
  const discovery = listsServices ? `${url}/discovery/resources` : null;
  const source = !listsServices ? null : indexer === undefined ? "chain" : shownUrl(indexer.url);
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
    source,
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
      ...(source === null ? [] : [["read from", source] as [string, string]]),
      ["resumed", resumed === 1 ? "1 batch" : `${resumed} batches`],
    ]),
  );
}

/** Converts an error of a facilitator to one that can be shown to the user. */
function toCliError(error: unknown, host: string, port: number): unknown {
  if (error instanceof SettlementError) {
    const exit = error.code === "JournalUnwritable" ? EXIT.refused : EXIT.usage;
    return new CliError(error.code, error.message, error.args, exit, error);
  }
  return toListenError(error, { host, port });
}
