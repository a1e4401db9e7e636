import type { LiveEvent, StreamMessage } from "@servicecoin/indexer/client";
import { createStore, type Store } from "../store/store.ts";
import { indexer } from "./indexed.ts";

/** What happened last, and whether more comes as it happens. */
export interface RecentEvents {
  /** The newest first. */
  events: readonly LiveEvent[];
  isLive: boolean;
  isLoading: boolean;
}

/** Events that are kept. */
const KEPT = 200;
const PAUSE = 3_000;

/** Follows the events of the contracts. @returns A store, and what ends it */
export function followEvents(url: string): { store: Store<RecentEvents>; stop: () => void } {
  const store = createStore<RecentEvents>({ events: [], isLive: false, isLoading: true });
  const ended = new AbortController();
  void follow(url, store, ended.signal);
  return {
    store,
    stop() {
      ended.abort();
    },
  };
}

async function follow(url: string, store: Store<RecentEvents>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const message of indexer(url).events({}, signal)) {
        // The stream is open before the list is read, so that nothing falls between them.
        const { events } = needsList(message) ? { events: await readLast(url, signal) } : store.get();
        store.set({ events: after(events, message), isLive: true, isLoading: false });
      }
    } catch {
      // Tried again for as long as the screen is open.
    }
    store.set((recent) => ({ ...recent, isLive: false }));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function needsList({ type }: StreamMessage): boolean {
  return type === "open" || type === "gap";
}

async function readLast(url: string, signal: AbortSignal): Promise<readonly LiveEvent[]> {
  return (await indexer(url).list("/history", { limit: KEPT }, signal)).data;
}

/** The events after a message: a reorganization takes back those of blocks that no longer stand. */
export function after(events: readonly LiveEvent[], message: StreamMessage): readonly LiveEvent[] {
  if (message.type === "reorg") return events.filter(({ block }) => block <= message.afterBlock);
  if (message.type !== "event") return events;
  const { block, logIndex } = message.event;
  // The list may have been read after it.
  if (events.some((known) => known.block === block && known.logIndex === logIndex)) return events;
  return [message.event, ...events].slice(0, KEPT);
}
