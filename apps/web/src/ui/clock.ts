import { useSyncExternalStore } from "react";
import { createStore, useStore } from "../store/store.ts";

const now = createStore(Math.floor(Date.now() / 1_000));
/** Seconds that the chain's clock is ahead of this machine's: local chains move theirs. */
const ahead = createStore(0);

setInterval(() => {
  now.set(Math.floor(Date.now() / 1_000));
}, 1_000);

/** Called with the time of each new block. A clock that is only behind by the time since the block is right. */
export function setChainTime(time: number): void {
  const difference = time - Math.floor(Date.now() / 1_000);
  ahead.set(difference > 0 ? difference : 0);
}

/** The time of the chain now, in seconds since 1970; changes every second. */
export function useNow(): number {
  return useStore(now) + useStore(ahead);
}

function subscribe(listener: () => void): () => void {
  const ends = [now.subscribe(listener), ahead.subscribe(listener)];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * What follows from the time of the chain. Renders again only when that changes: lists have hundreds of times in them.
 * @param read Called with the time in seconds since 1970.
 */
export function useAtNow<Value extends string | number | boolean | undefined>(read: (now: number) => Value): Value {
  return useSyncExternalStore(subscribe, () => read(now.get() + ahead.get()));
}
