import type { Provider } from "ethers";
import type { Answer, IndexerClient } from "@servicecoin/indexer/client";
import { type Client, type ContractName, readEvents, type ServiceCoinEvent } from "@servicecoin/sdk";

/** Where the contracts are, and what code is expected there. */
export interface Expected {
  contracts: Readonly<Record<ContractName, { address: string; codeHash?: string }>>;
}

/** A block by number and hash. */
export type Mark = readonly [number: number, hash: string];

/** What the monitor sees at one moment. Rules read only from here. */
export interface Look {
  client: Client;
  provider: Provider;
  expected: Expected;
  /** The node's last block. Times are seconds since 1970. */
  at: { block: number; hash: string; time: number };
  /** Seconds since 1970, by the clock of this machine. */
  now: number;
  /** The block after which `events` begin: that of the look before, or an older one after a reorganization. */
  since: number | undefined;
  /** Events after `since`, up to `at`; none on the first look. */
  events: readonly ServiceCoinEvent[];
  /** Blocks that were replaced since the look before; 0 without a reorganization. */
  replaced: number;
  /** The index, or why it does not answer; undefined without one. */
  index: { client: IndexerClient; status: Answer<"/status">["data"] } | { fault: string } | undefined;
}

/** What a look is taken from. */
export interface Sources {
  client: Client;
  provider: Provider;
  expected: Expected;
  index: IndexerClient | undefined;
}

/** Blocks of earlier looks that are compared with the chain. */
export const REMEMBERED = 256;
const TIMEOUT_MS = 10_000;

/** Looks at the chain. @param marks Blocks of earlier looks, in their order. @throws ServiceCoinError, IndexerError */
export async function takeLook(sources: Sources, marks: readonly Mark[]): Promise<Look> {
  const { client, provider, expected, index } = sources;
  const head = await provider.getBlock("latest");
  if (head?.hash == null) throw new Error("the node did not return its last block");
  const at = { block: head.number, hash: head.hash, time: head.timestamp };
  const { common, replaced } = await compare(provider, marks, at.block);
  const events: ServiceCoinEvent[] = [];
  if (common !== undefined && common < at.block) {
    for await (const batch of readEvents(client, { from: common + 1, to: at.block })) events.push(...batch.events);
  }
  const now = Math.floor(Date.now() / 1_000);
  return { client, provider, expected, at, now, since: common, events, replaced, index: await stateOf(index) };
}

/** Finds the last remembered block that is still on the chain. Undefined on the first look, which reads no past. */
async function compare(
  provider: Provider,
  marks: readonly Mark[],
  head: number,
): Promise<{ common: number | undefined; replaced: number }> {
  const last = marks.at(-1);
  if (last === undefined) return { common: undefined, replaced: 0 };
  for (const [number, hash] of marks.toReversed()) {
    if (number > head) continue;
    const block = await provider.getBlock(number);
    if (block?.hash === hash) return { common: number, replaced: last[0] - number };
  }
  // None is left: at least everything that is remembered was replaced.
  const first = marks[0]?.[0] ?? 0;
  return { common: Math.min(first, head) - 1, replaced: last[0] - first + 1 };
}

async function stateOf(index: IndexerClient | undefined): Promise<Look["index"]> {
  if (index === undefined) return undefined;
  try {
    const { data } = await index.get("/status", {}, AbortSignal.timeout(TIMEOUT_MS));
    return { client: index, status: data };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
