import type { EventEmitter } from "node:events";

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What only streams of a process have. */
interface OfProcess {
  readonly isTTY?: boolean;
  /** Another process can inherit it. */
  readonly fd?: number;
}

/** A stream to write to; a terminal has a width. */
export type OutputStream = NodeJS.WritableStream & OfProcess & { readonly columns?: number };

/** A stream to read from. */
export type InputStream = NodeJS.ReadableStream & OfProcess;

/** Everything a run takes from its surroundings. Only `main.ts` connects it to the process. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  /** Relative file names start here. */
  readonly cwd: string;
  /** Emits `SIGINT` and `SIGTERM`. */
  readonly signals: EventEmitter;
}
