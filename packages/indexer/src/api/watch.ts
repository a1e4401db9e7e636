import type { Reader, Snapshot, SnapshotInfo } from "../query/reader.js";

type Listener = (db: Snapshot, info: SnapshotInfo) => void | Promise<void>;

/**
 * Looks at the index at intervals, for all who wait for something new: one query per interval, however many they are,
 * and none while nobody waits.
 */
export class IndexWatch {
  readonly #reader: Reader;
  readonly #interval: number;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(reader: Reader, interval: number, onError: (error: unknown) => void) {
    this.#reader = reader;
    this.#interval = interval;
    this.#onError = onError;
  }

  /** Calls the listener at each look. @returns the function that ends it */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setTimeout(() => void this.#look(), 0);
    return () => this.#listeners.delete(listener);
  }

  /** Waits until the index has a block. @returns whether it has */
  async reaches(block: number, milliseconds: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isReached: boolean) => {
        clearTimeout(timer);
        remove();
        signal.removeEventListener("abort", stop);
        resolve(isReached);
      };
      const stop = () => {
        end(false);
      };
      const timer = setTimeout(stop, milliseconds);
      signal.addEventListener("abort", stop);
      const remove = this.add((_db, { cursor }) => {
        if (cursor !== undefined && cursor.block >= block) end(true);
      });
    });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #look(): Promise<void> {
    try {
      await this.#reader.read(async (db, info) => {
        for (const listener of [...this.#listeners]) await listener(db, info);
      });
    } catch (error) {
      this.#onError(error);
    }
    const isNeeded = this.#listeners.size > 0 && !this.#isClosed;
    this.#timer = isNeeded ? setTimeout(() => void this.#look(), this.#interval) : undefined;
  }
}
