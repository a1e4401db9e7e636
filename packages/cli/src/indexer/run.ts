import { databaseName, HttpNode, Indexer, openDatabase, Reader, type Verification } from "@servicecoin/indexer";
import { list } from "../output/table.js";
import { toListenError } from "../session/listen.js";
import type { Session } from "../session/session.js";
import { startApiThread, type ApiThread } from "./startApiThread.js";
import type { ApiSettings } from "./apiSettings.js";
import { databaseOf, makeFolderOf, withDatabase } from "./database.js";
import { follow } from "./follow.js";
import { nodesOf } from "./nodes.js";
import { openApi } from "./openApi.js";

/** The options of the command. */
export interface IndexSettings {
  /** Path of a SQLite file or URL of PostgreSQL. Default: one file per chain in the data folder. */
  database: string | undefined;
  /** URLs of nodes. Default: the node of the session. */
  nodes: readonly string[];
  isFromScratch: boolean;
  verification: Verification;
  /** Undefined for no API. */
  api: ApiSettings | undefined;
}

/** Indexes the chain and answers over HTTP until Ctrl-C. */
export async function runIndexer(session: Session, settings: IndexSettings): Promise<void> {
  // Until the indexer runs, Ctrl-C ends the command at once.
  session.interruption.expect();
  const { session: connected, client, urls } = await nodesOf(session, settings.nodes);
  const location = await databaseOf(connected, settings.database);
  await makeFolderOf(location);
  await withDatabase(async () => {
    const database = await openDatabase(location, () => {
      session.out.note(`Another indexer writes to ${databaseName(location)}. This one takes over when it ends.`);
    });
    let api: ApiThread | undefined;
    try {
      const { isFromScratch, verification } = settings;
      const options = { fromScratch: isFromScratch, verification };
      const nodes = urls.map((url) => new HttpNode(url));
      const indexer = await Indexer.open(client, nodes, database, options);
      if (settings.api !== undefined) api = await startApiThread(location, urls, settings.api);
      const { chainId, fromBlock } = client;
      present(session, { database: databaseName(location), chainId, fromBlock, api: api?.url ?? null });
      const { stopping, fault } = stopOf(session, api);
      await follow(session, indexer, fromBlock, stopping);
      const error = fault();
      if (error !== undefined) throw error;
    } finally {
      await api?.stop();
      await database.close();
    }
  });
  session.out.note("Stopped.");
}

/** Answers over HTTP from an index that another process writes, until Ctrl-C. */
export async function runApi(session: Session, named: string | undefined, settings: ApiSettings): Promise<void> {
  const location = await databaseOf(session, named);
  await withDatabase(async () => {
    const reader = await Reader.open(location);
    try {
      // Without personal data no node is needed.
      const nodes = settings.isPersonal ? [(await session.node()).network.url] : [];
      const api = await openApi(reader, location, nodes, settings).catch((error: unknown) => {
        throw toListenError(error, settings);
      });
      const facts = { database: databaseName(location), api: api.url };
      session.out.print(facts, () => list(Object.entries(facts)));
      const { stopping } = stopOf(session);
      await new Promise((resolve) => {
        stopping.addEventListener("abort", resolve);
      });
      await api.close();
    } finally {
      await reader.close();
    }
  });
  session.out.note("Stopped.");
}

interface Facts {
  database: string;
  chainId: bigint;
  fromBlock: number;
  api: string | null;
}

function present(session: Session, facts: Facts): void {
  const { database, chainId, fromBlock, api } = facts;
  session.out.print(facts, () =>
    list([
      ["database", database],
      ["chain", String(chainId)],
      ["from block", String(fromBlock)],
      ["API", api ?? "none"],
      ...(api === null ? [] : [["documents", `${api}/docs`] as [string, string]]),
    ]),
  );
}

/** Stops at the first Ctrl-C, at SIGTERM, or when the API breaks. */
function stopOf(
  { interruption, io }: Session,
  api?: ApiThread,
): { stopping: AbortSignal; fault: () => Error | undefined } {
  const controller = new AbortController();
  let fault: Error | undefined;
  const stop = () => {
    controller.abort();
  };
  interruption.stopBy(stop);
  io.signals.once("SIGTERM", stop);
  void api?.broken.then((error) => {
    fault = error;
    stop();
  });
  return { stopping: controller.signal, fault: () => fault };
}
