import type { LiveEvent, StreamMessage } from "@servicecoin/indexer/client";
import { createStore, type Store } from "../store/store.ts";
import { indexer } from "./indexed.ts";
import { onStreamMessage } from "./live.ts";

/** What happened last. */
export interface RecentEvents {
  /** The newest first. */
  events: readonly LiveEvent[];
  isLoading: boolean;
}

/** Events that are kept. */
const KEPT = 200;

/** Follows the events of the contracts, by the stream that the page has open. @returns A store, and what ends it */
export function followEvents(url: string): { store: Store<RecentEvents>; stop: () => void } {
  const store = createStore<RecentEvents>({ events: [], isLoading: true });
  const ended = new AbortController();
  /** What happened while the list was read. */
  let meanwhile: StreamMessage[] | undefined;
  const read = async () => {
    const mine: StreamMessage[] = [];
    meanwhile = mine;
    try {
      const events = await readLast(url, ended.signal);
      if (meanwhile === mine) store.set({ events: mine.reduce(after, events), isLoading: false });
    } catch {
      // Read again when the stream opens again.
    } finally {
      if (meanwhile === mine) meanwhile = undefined;
    }
  };
  const end = onStreamMessage((message) => {
    if (needsList(message)) void read();
    else if (meanwhile !== undefined) meanwhile.push(message);
    else store.set((recent) => ({ ...recent, events: after(recent.events, message) }));
  });
  void read();
  return {
    store,
    stop() {
      end();
      ended.abort();
    },
  };
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
