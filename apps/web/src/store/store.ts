import { useSyncExternalStore } from "react";

/** A value that components read and any code may set. */
export interface Store<Value> {
  get: () => Value;
  set: (next: Value | ((value: Value) => Value)) => void;
  /** Calls back after each change. @returns Ends it */
  subscribe: (listener: () => void) => () => void;
}

/** Creates a store. */
export function createStore<Value>(initial: Value): Store<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(next) {
      const value = typeof next === "function" ? (next as (value: Value) => Value)(current) : next;
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads a store, and renders again when it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}
