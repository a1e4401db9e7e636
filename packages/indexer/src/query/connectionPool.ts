import type { Connection, Connections } from "./connection.js";

/** A connection that can be closed. */
export interface PooledConnection extends Connection {
  /** Whether it must not be used again. */
  readonly isBroken?: boolean;
  close(): void;
}

/** Connections, opened as they are needed. */
export class ConnectionPool implements Connections {
  readonly #open: () => PooledConnection;
  readonly #size: number;
  readonly #free: PooledConnection[] = [];
  readonly #waiting: ((connection: PooledConnection | undefined) => void)[] = [];
  #count = 0;
  #isClosed = false;

  /** @param size Most connections that are open at once. */
  constructor(size: number, open: () => PooledConnection) {
    this.#size = size;
    this.#open = open;
  }

  async take(): Promise<Connection> {
    for (;;) {
      if (this.#isClosed) throw new TypeError("The reader is closed");
      const free = this.#free.pop();
      if (free !== undefined) return free;
      if (this.#count < this.#size) {
        const opened = this.#open();
        this.#count++;
        return opened;
      }
      const given = await new Promise<PooledConnection | undefined>((resolve) => this.#waiting.push(resolve));
      if (given !== undefined) return given;
    }
  }

  give(connection: PooledConnection): void {
    const next = this.#waiting.shift();
    if (this.#isClosed || connection.isBroken === true) {
      this.#count--;
      connection.close();
      next?.(undefined);
    } else if (next !== undefined) next(connection);
    else this.#free.push(connection);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    for (const connection of this.#free.splice(0)) connection.close();
    for (const next of this.#waiting.splice(0)) next(undefined);
    return Promise.resolve();
  }
}
