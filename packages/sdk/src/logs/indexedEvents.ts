import * as z from "zod";
import type { Client } from "../core/client.js";
import { CONTRACTS, type ContractName } from "../core/contracts.js";
import { decodeLogs, type ServiceCoinEvent } from "../core/events.js";
import { bytes32 } from "../core/indexRows.js";
import type { IndexSource } from "../core/indexSource.js";

/** A log as the index keeps it: as it was on chain, so that it is decoded as a log of the chain. */
const LOG = z.object({
  contract: z.enum(CONTRACTS as readonly [ContractName, ...ContractName[]]),
  block: z.int().nonnegative(),
  logIndex: z.int().nonnegative(),
  transactionHash: bytes32,
  topics: z.array(bytes32),
  data: z.string().regex(/^0x([0-9a-f]{2})*$/),
});

/** Which logs of the index. */
export interface IndexedLogs {
  contracts: readonly ContractName[] | undefined;
  names: readonly string[] | undefined;
  from: number;
  to: number | undefined;
  signal: AbortSignal | undefined;
}

/** Reads past events from the index, up to its block at the first answer. */
export async function* readIndexedEvents(
  { addresses }: Client,
  indexer: IndexSource,
  { contracts, names, from, to, signal }: IndexedLogs,
): AsyncGenerator<{ events: ServiceCoinEvent[]; block: number }> {
  const wanted = { contracts: contracts?.join(), events: names?.join(), from, to, order: "oldest", minBlock: to };
  let end = to;
  for await (const { items, block, isLast } of indexer.pages("/history", wanted, LOG, signal)) {
    end ??= block;
    // Blocks that came while reading are left out: those of a longer list would never end.
    const upTo = end;
    const logs = items.filter((item) => item.block <= upTo);
    const events = decodeLogs(
      addresses,
      logs.map(({ contract, block: blockNumber, logIndex: index, ...log }) => ({
        ...{ ...log, address: addresses[contract] },
        ...{ blockNumber, index },
      })),
    );
    const isOver = isLast || logs.length < items.length;
    const last = logs.at(-1)?.block;
    // More of the last block may come.
    if (isOver || last !== undefined) yield { events, block: isOver ? upTo : (last ?? from) - 1 };
    if (isOver) return;
  }
}
