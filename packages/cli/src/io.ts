import type { EventEmitter } from "node:events";

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Properties of the streams of a process. */
interface OfProcess {
  readonly isTTY?: boolean;
  /** File descriptor, which a child process can inherit. */
  readonly fd?: number;
}

/** An output stream. `columns` is the width of a terminal. */
export type OutputStream = NodeJS.WritableStream & OfProcess & { readonly columns?: number };

/** An input stream. */
export type InputStream = NodeJS.ReadableStream & OfProcess;

/** A source of signals, such as a process. */
export type Signals = Pick<EventEmitter, "emit" | "off" | "on" | "once">;

/** Everything a command takes from its environment. Only `main.ts` connects it to the process. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  /** Working directory: relative file names start here. */
  readonly cwd: string;
  /** Emits `SIGINT` and `SIGTERM`. */
  readonly signals: Signals;
}
