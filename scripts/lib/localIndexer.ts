import {
  HttpNode,
  Indexer,
  openDatabase,
  openPersonal,
  personalLocation,
  Reader,
  startApi,
  type IndexStatus,
  type Personal,
  type RunningApi,
} from "@servicecoin/indexer";
import { createClient, openProvider, type Deployment } from "@servicecoin/sdk";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino, type Logger } from "pino";
import { messagesOf } from "./errors.js";

/** The port of the API beside the chain on its default port. */
export const API_PORT = 4403;

/** An indexer beside a local chain, with its API. */
export interface LocalIndexer {
  /** URL of the API. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Indexes a local chain into a temporary file, answers over HTTP, and lets users of the pages sign in.
 * @param port Port of the API, or 0 for any. If it is in use, any other is taken.
 * @param onFault Called with a sentence if the indexer stops by itself.
 * @param origins Web pages that may read it.
 * @param log Receives faults, and when it is ready or not. Default: no log.
 */
export async function startLocalIndexer(
  node: string,
  deployment: Deployment,
  port: number,
  onFault: (message: string) => void,
  origins: readonly string[] = [],
  log: Logger = pino({ level: "silent" }),
): Promise<LocalIndexer> {
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-index-"));
  const provider = await openProvider(node);
  const location = path.join(folder, "index.sqlite");
  const database = await openDatabase(location);
  const indexer = await Indexer.open(createClient(provider, deployment), [new HttpNode(node)], database);
  const reader = await Reader.open(location);
  const personal = await openPersonal(reader, personalLocation(location), [new HttpNode(node)]);
  const api = await listen(reader, port, { origins, personal, onError: faultsTo(log) });
  const stopping = new AbortController();
  log.info({ url: api.url }, "started");
  const running = indexer.run(stopping.signal, statusTo(log)).catch((error: unknown) => {
    log.fatal({ err: error }, "stopped");
    onFault(`The indexer stopped: ${messagesOf(error).split("\n")[0] ?? ""}`);
  });
  return {
    url: api.url,
    async stop() {
      stopping.abort();
      await api.close();
      await running;
      await personal.close();
      await reader.close();
      await database.close();
      provider.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function faultsTo(log: Logger): (error: unknown) => void {
  return (error) => {
    log.error({ err: error }, "internal error");
  };
}

/** Logs each block, and each change of readiness. */
function statusTo(log: Logger): (status: IndexStatus) => void {
  let last: string | undefined;
  return ({ ready, reason, cursor, head }) => {
    const line = { block: cursor?.block, head, ready, ...(reason !== undefined && { reason }) };
    const text = JSON.stringify(line);
    if (text !== last) log.info(line, "indexed");
    last = text;
  };
}

interface Pages {
  origins: readonly string[];
  personal: Personal;
  onError: (error: unknown) => void;
}

async function listen(reader: Reader, port: number, pages: Pages): Promise<RunningApi> {
  try {
    return await startApi(reader, { host: "127.0.0.1", port, ...pages });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken || port === 0) throw error;
    return startApi(reader, { host: "127.0.0.1", port: 0, ...pages });
  }
}

/** Milliseconds in which an API of this machine answers. */
const ANSWER_MS = 2_000;

/**
 * The URL of the API that indexes a system, if one runs: that of SERVICECOIN_INDEXER_URL, or beside a chain of
 * `npm start`.
 */
export async function findLocalApi(addresses: Readonly<Record<string, string>>): Promise<string | undefined> {
  const url = process.env["SERVICECOIN_INDEXER_URL"] || `http://127.0.0.1:${API_PORT}`;
  try {
    const response = await fetch(`${url}/status`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const { data } = (await response.json()) as { data: { addresses: Record<string, string> } };
    return Object.entries(addresses).every(([name, address]) => data.addresses[name] === address) ? url : undefined;
  } catch {
    // None runs, or another program has its port.
    return undefined;
  }
}
