import { databaseName, Reader, type NodeFault, type SavedStatus } from "@servicecoin/indexer";
import { grouped, text, time } from "../output/value.js";
import { list } from "../output/table.js";
import type { Session } from "../session/session.js";
import { databaseOf, withDatabase } from "./database.js";

/** Seconds after which the indexer that wrote a status is taken for stopped. */
const SILENT_AFTER = 60;

/** Where an index stands, as its database says. */
export interface IndexStanding {
  database: string;
  chainId: bigint;
  isReady: boolean;
  /** Why it is not ready. */
  reason: string | undefined;
  block: number | undefined;
  hash: string | undefined;
  /** Time of the block, in seconds since 1970. */
  time: bigint | undefined;
  /** What the indexer said last. */
  status: SavedStatus | undefined;
}

/**
 * Reads where an index stands.
 * @param named As `databaseOf`.
 * @throws CliError `BadDatabase`
 */
export async function readStanding(session: Session, named: string | undefined): Promise<IndexStanding> {
  const location = await databaseOf(session, named);
  return withDatabase(async () => {
    const reader = await Reader.open(location);
    try {
      return await reader.read(async (db, { cursor, status }) => {
        const { value } = await db
          .selectFrom("meta")
          .select("value")
          .where("key", "=", "identity")
          .executeTakeFirstOrThrow();
        const { chainId } = JSON.parse(value) as { chainId: string };
        const reason = reasonOf(status, Math.floor(Date.now() / 1000));
        return {
          database: databaseName(location),
          chainId: BigInt(chainId),
          isReady: reason === undefined,
          reason,
          block: cursor?.block,
          hash: cursor?.hash,
          time: cursor === undefined ? undefined : BigInt(cursor.time),
          status,
        };
      });
    } finally {
      await reader.close();
    }
  });
}

/**
 * Says why an index is not ready; undefined when it is.
 * @param now In seconds since 1970.
 */
export function reasonOf(status: SavedStatus | undefined, now: number): string | undefined {
  if (status === undefined) return "no indexer has run on it";
  const silent = now - status.savedAt;
  if (silent > SILENT_AFTER) return `its indexer has said nothing for ${silent} seconds: it does not run`;
  return status.ready ? undefined : (status.reason ?? "no reason is known");
}

/** Formats the standing for people. */
export function standingText({ database, chainId, isReady, reason = "", ...at }: IndexStanding): string {
  const rows: [string, string][] = [
    ["database", database],
    ["chain", String(chainId)],
    ["ready", isReady ? "yes" : `no: ${text(reason)}`],
    ["block", at.block === undefined ? "none" : `${grouped(at.block)} of ${time(at.time ?? 0n)}`],
  ];
  const { status } = at;
  if (status === undefined) return list(rows);
  const { head, finalized, reorgs, verification, nodeFaults, savedAt } = status;
  const { mode, possible, blocks, verified, incomplete } = verification;
  const counted = `${grouped(verified)} of ${grouped(blocks)} new blocks`;
  rows.push(
    ["node's block", head === undefined ? "unknown" : grouped(head)],
    ["final", finalized === undefined ? "unknown" : grouped(finalized)],
    [
      "reorganizations",
      reorgs.count === 0 ? "none" : `${grouped(reorgs.count)}, at most ${grouped(reorgs.deepest)} blocks`,
    ],
    ["verified", possible ? `${counted} (${mode}), ${grouped(incomplete)} were incomplete` : `no (${mode})`],
    ...(nodeFaults?.last === undefined ? [] : [faultsRow(nodeFaults.count, nodeFaults.last)]),
    ["indexer's word of", time(BigInt(savedAt))],
  );
  return list(rows);
}

function faultsRow(count: number, { node, block, message }: NodeFault): [string, string] {
  return ["refused blocks", `${grouped(count)}, the last: block ${grouped(block)} of ${node}: ${text(message)}`];
}
