import type { StreamMessage } from "@servicecoin/indexer/client";
import type { QueryClient } from "@tanstack/react-query";
import { createStore } from "../store/store.ts";
import { indexer, isKeptFresh } from "./indexed.ts";

/** How the page hears of new blocks. */
export type LiveState = "connecting" | "live" | "down";

export const liveState = createStore<LiveState>("connecting");

type Listener = (message: StreamMessage) => void;
const listeners = new Set<Listener>();

/** Hears every message of the one stream that the page has open. @returns Ends it */
export function onStreamMessage(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Milliseconds between two looks at lists, however much happens. */
const AT_MOST_EVERY = 1_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;

/** Reads what is shown again whenever something happens on the chain. @returns Ends it */
export function followChain(queries: QueryClient, url: string): () => void {
  const stop = new AbortController();
  void follow(queries, url, stop.signal);
  return () => {
    stop.abort();
  };
}

async function follow(queries: QueryClient, url: string, signal: AbortSignal): Promise<void> {
  const refresh = atMostEvery(AT_MOST_EVERY, () => {
    void queries.invalidateQueries({ predicate: ({ state }) => isKeptFresh(state.data) });
  });
  let pause = FIRST_PAUSE;
  const isEnded = () => signal.aborted;
  while (!isEnded()) {
    try {
      for await (const message of indexer(url).events({}, signal)) {
        pause = FIRST_PAUSE;
        liveState.set("live");
        if (message.type !== "open") refresh();
        for (const listener of listeners) listener(message);
      }
    } catch {
      // Tried again below, for as long as the page is open.
    }
    if (isEnded()) return;
    liveState.set("down");
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    refresh();
  }
}

/** Calls at once, then at most once in a time; the last call is never lost. */
function atMostEvery(ms: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWaiting = false;
  return () => {
    if (timer !== undefined) {
      isWaiting = true;
      return;
    }
    run();
    const end = () => {
      timer = undefined;
      if (!isWaiting) return;
      isWaiting = false;
      run();
      timer = setTimeout(end, ms);
    };
    timer = setTimeout(end, ms);
  };
}
