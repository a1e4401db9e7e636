import { HttpNode, Indexer, openDatabase, type Verification } from "@servicecoin/indexer";
import { list } from "../output/table.js";
import type { Session } from "../session/session.js";
import { databaseOf, makeFolderOf, shownDatabase, withDatabase } from "./database.js";
import { follow } from "./follow.js";
import { nodesOf } from "./nodes.js";

/** The options of the command. */
export interface IndexSettings {
  /** Path of a SQLite file or URL of PostgreSQL. Default: one file per chain in the data folder. */
  database: string | undefined;
  /** URLs of nodes. Default: the node of the session. */
  nodes: readonly string[];
  isFromScratch: boolean;
  verification: Verification;
}

/** Indexes the chain until Ctrl-C. */
export async function runIndexer(session: Session, settings: IndexSettings): Promise<void> {
  // Until the indexer runs, Ctrl-C ends the command at once.
  session.interruption.expect();
  const { session: connected, client, urls } = await nodesOf(session, settings.nodes);
  const location = await databaseOf(connected, settings.database);
  await makeFolderOf(location);
  await withDatabase(async () => {
    const database = await openDatabase(location, () => {
      session.out.note(`Another indexer writes to ${shownDatabase(location)}. This one takes over when it ends.`);
    });
    try {
      const nodes = urls.map((url) => new HttpNode(url));
      const { isFromScratch, verification } = settings;
      const indexer = await Indexer.open(client, nodes, database, { fromScratch: isFromScratch, verification });
      present(session, { database: shownDatabase(location), chainId: client.chainId, fromBlock: client.fromBlock });
      await follow(session, indexer, client.fromBlock, stopSignal(session));
    } finally {
      await database.close();
    }
    session.out.note("Stopped.");
  });
}

function present(session: Session, facts: { database: string; chainId: bigint; fromBlock: number }): void {
  session.out.print(facts, () =>
    list([
      ["database", facts.database],
      ["chain", String(facts.chainId)],
      ["from block", String(facts.fromBlock)],
    ]),
  );
}

/** Aborted by the first Ctrl-C, or SIGTERM. */
function stopSignal({ interruption, io }: Session): AbortSignal {
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
  };
  interruption.stopBy(stop);
  io.signals.once("SIGTERM", stop);
  return stopping.signal;
}
