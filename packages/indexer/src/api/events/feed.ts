import type { Snapshot, SnapshotInfo } from "../../query/reader.js";
import type { Cursor } from "../../store/store.js";
import { readLive, type Sendable } from "./liveEvent.js";

/** Where the messages of a stream go. */
export interface Sink {
  /** Sends a message. @returns whether the reader keeps up; one that does not is dropped */
  send(message: string): boolean;
  close(): void;
}

/** Which events a stream wants. */
export interface Filter {
  /** Names of events or contracts. Undefined for all. */
  kinds: ReadonlySet<string> | undefined;
  /** Lower-case address that takes part. Undefined for all. */
  account: string | undefined;
}

interface Stream extends Filter {
  sink: Sink;
  /** Id of the last event that the client got before. */
  lastEventId: string | undefined;
}

/** Events that are read at once. When more happened, a stream says that it left them out. */
const MAX_EVENTS = 2_000;

/** Events that are kept for clients that connect again. */
const KEPT_EVENTS = 2_000;

/** Cursors that are kept to find where a reorganization began. */
const KEPT_CURSORS = 512;

/** The new events of the index, for any number of streams: read and formatted once. */
export class EventFeed {
  readonly #streams = new Set<Stream>();
  /** Those that get their first message at the next look. */
  readonly #waiting = new Set<Stream>();
  #recent: Sendable[] = [];
  #cursors: Cursor[] = [];

  get size(): number {
    return this.#streams.size + this.#waiting.size;
  }

  /** Adds a stream. @returns the function that ends it */
  add(sink: Sink, filter: Filter, lastEventId?: string): () => void {
    const stream: Stream = { ...filter, sink, lastEventId };
    this.#waiting.add(stream);
    return () => {
      this.#remove(stream);
    };
  }

  /** Sends a sign of life. */
  beat(): void {
    this.#toAll(": alive\n\n");
  }

  /** Forgets where it was, when nobody has listened for a time. */
  reset(): void {
    this.#recent = [];
    this.#cursors = [];
  }

  close(): void {
    for (const stream of [...this.#streams, ...this.#waiting]) {
      this.#remove(stream);
      stream.sink.close();
    }
  }

  /** Sends what is new. */
  async look(db: Snapshot, { cursor }: Pick<SnapshotInfo, "cursor">): Promise<void> {
    if (cursor === undefined) return;
    const last = await this.#lastOf(db, cursor);
    if (last !== undefined && last.block < cursor.block) await this.#sendNew(db, last, cursor);
    if (last?.hash !== cursor.hash) this.#cursors = [...this.#cursors, cursor].slice(-KEPT_CURSORS);
    for (const stream of this.#waiting) this.#start(stream, cursor);
  }

  /** The last cursor that is still part of the chain; tells the streams when a later one is not. */
  async #lastOf(db: Snapshot, cursor: Cursor): Promise<Cursor | undefined> {
    const newest = this.#cursors.at(-1);
    for (;;) {
      const last = this.#cursors.at(-1);
      if (last === undefined || (await isPartOf(db, last, cursor))) {
        if (newest !== undefined && last !== newest) this.#tellReorganization(last?.block ?? 0);
        return last ?? (newest === undefined ? undefined : { ...cursor, block: 0, hash: "" });
      }
      this.#cursors.pop();
    }
  }

  #tellReorganization(block: number): void {
    this.#recent = this.#recent.filter((event) => event.block <= block);
    this.#toAll(message("reorg", { afterBlock: block }));
  }

  async #sendNew(db: Snapshot, last: Cursor, cursor: Cursor): Promise<void> {
    const events = await readLive(db, last.block, cursor.block, MAX_EVENTS + 1);
    if (events.length > MAX_EVENTS) {
      this.#recent = [];
      this.#toAll(message("gap", { afterBlock: last.block, toBlock: cursor.block }));
      return;
    }
    this.#recent = [...this.#recent, ...events].slice(-KEPT_EVENTS);
    for (const stream of this.#streams) this.#sendWanted(stream, events);
  }

  /** Sends the first message, and what a client that connects again has missed. */
  #start(stream: Stream, cursor: Cursor): void {
    this.#waiting.delete(stream);
    this.#streams.add(stream);
    this.#send(stream, message("open", { asOfBlock: cursor.block, blockHash: cursor.hash }));
    const { lastEventId } = stream;
    if (lastEventId === undefined) return;
    const seen = this.#recent.findIndex(({ id }) => id === lastEventId);
    if (seen >= 0) this.#sendWanted(stream, this.#recent.slice(seen + 1));
    else this.#send(stream, message("gap", { afterBlock: Number(lastEventId.split("-")[0]), toBlock: cursor.block }));
  }

  #sendWanted(stream: Stream, events: readonly Sendable[]): void {
    const texts = events.filter((event) => isWanted(stream, event)).map(({ text }) => text);
    if (texts.length > 0) this.#send(stream, texts.join(""));
  }

  #toAll(text: string): void {
    for (const stream of this.#streams) this.#send(stream, text);
  }

  #send(stream: Stream, text: string): void {
    if (stream.sink.send(text)) return;
    this.#remove(stream);
    stream.sink.close();
  }

  #remove(stream: Stream): void {
    this.#streams.delete(stream);
    this.#waiting.delete(stream);
  }
}

function isWanted({ kinds, account }: Filter, event: Sendable): boolean {
  const isOfKind = kinds === undefined || kinds.has(event.event) || kinds.has(event.contract);
  return isOfKind && (account === undefined || event.accounts.has(account));
}

function message(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A block without a row is old and had no events: it was pruned. */
async function isPartOf(db: Snapshot, { block, hash }: Cursor, cursor: Cursor): Promise<boolean> {
  if (block > cursor.block) return false;
  if (block === cursor.block) return hash === cursor.hash;
  const row = await db.selectFrom("blocks").select("hash").where("number", "=", block).executeTakeFirst();
  return row === undefined || row.hash === hash;
}
