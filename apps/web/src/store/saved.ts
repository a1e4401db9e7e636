import { createStore, type Store } from "./store.ts";

const PREFIX = "servicecoin.";

/** Reads a value that this browser keeps; the fallback when it is missing or malformed. */
export function readSaved<Value>(name: string, isValid: (value: unknown) => value is Value, fallback: Value): Value {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    return isValid(value) ? value : fallback;
  } catch {
    // A browser may forbid storage, and anyone may have edited it.
    return fallback;
  }
}

/** Keeps a value in this browser. Never pass a secret. */
export function save(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full, or forbidden: the page works without it.
  }
}

/** A store that this browser keeps, and that its other tabs see. */
export function createSavedStore<Value>(
  name: string,
  isValid: (value: unknown) => value is Value,
  fallback: Value,
): Store<Value> {
  const store = createStore(readSaved(name, isValid, fallback));
  window.addEventListener("storage", ({ key }) => {
    if (key === PREFIX + name) store.set(readSaved(name, isValid, fallback));
  });
  return {
    ...store,
    set(next) {
      store.set(next);
      save(name, store.get());
    },
  };
}

/** Deletes everything that the page keeps in this browser. */
export function forgetEverything(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}
