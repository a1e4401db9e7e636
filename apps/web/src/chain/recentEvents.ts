import type { LiveEvent, StreamMessage } from "@servicecoin/indexer/client";
import { createStore, type Store } from "../store/store.ts";
import { indexer } from "./indexed.ts";

/** What happened last, and whether more comes as it happens. */
export interface RecentEvents {
  /** The newest first. */
  events: readonly LiveEvent[];
  isLive: boolean;
}

/** Blocks before the last one from which on events are shown at first. */
const BLOCKS_BACK = 500;
/** Events that are kept. */
const KEPT = 200;
const PAUSE = 3_000;

/** Follows the events of the contracts, from some blocks back on. @returns A store, and what ends it */
export function followEvents(url: string, account: string | undefined): { store: Store<RecentEvents>; stop(): void } {
  const store = createStore<RecentEvents>({ events: [], isLive: false });
  const ended = new AbortController();
  void follow(url, account, store, ended.signal);
  return {
    store,
    stop() {
      ended.abort();
    },
  };
}

async function follow(
  url: string,
  account: string | undefined,
  store: Store<RecentEvents>,
  signal: AbortSignal,
): Promise<void> {
  let lastEventId: string | undefined;
  while (!signal.aborted) {
    try {
      lastEventId ??= await startOf(url);
      const input = { lastEventId, ...(account !== undefined && { account }) };
      for await (const message of indexer(url).events(input, signal)) {
        if (message.type === "event") lastEventId = message.id;
        store.set(({ events }) => ({ events: after(events, message), isLive: true }));
      }
    } catch {
      // Tried again for as long as the screen is open.
    }
    store.set(({ events }) => ({ events, isLive: false }));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function startOf(url: string): Promise<string> {
  const { asOfBlock } = await indexer(url).get("/status", {});
  return `${Math.max(0, asOfBlock - BLOCKS_BACK)}-0`;
}

/** The events after a message: a reorganization takes back those of blocks that no longer stand. */
export function after(events: readonly LiveEvent[], message: StreamMessage): readonly LiveEvent[] {
  if (message.type === "reorg") return events.filter(({ block }) => block <= message.afterBlock);
  if (message.type !== "event") return events;
  return [message.event, ...events].slice(0, KEPT);
}
