import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { DatabaseError } from "@servicecoin/indexer";
import { toListenError } from "../session/listen.js";
import type { ApiSettings } from "./apiSettings.js";
import type { ApiThreadData, ApiThreadWord } from "./apiThread.js";

/** An API in another thread. */
export interface ApiThread {
  url: string;
  /** Resolves with what ended the thread, if it ends by itself. */
  broken: Promise<Error>;
  stop(): Promise<void>;
}

/** Milliseconds until a thread that does not stop is ended. */
const STOP_MS = 3_000;

/**
 * Starts the API of a database in a thread of its own.
 * @throws CliError `PortTaken`, `BadHost`; DatabaseError
 */
export async function startApiThread(
  location: string,
  nodes: readonly string[],
  settings: ApiSettings,
): Promise<ApiThread> {
  const workerData: ApiThreadData = { location, nodes, ...settings };
  const worker = new Worker(new URL("./apiThread.js", import.meta.url), { workerData });
  const broken = new Promise<Error>((resolve) => {
    worker.once("error", resolve);
  });
  const word = await Promise.race([
    once(worker, "message").then(([said]) => said as ApiThreadWord),
    broken.then((error): ApiThreadWord => ({ message: error.message, name: error.name, code: undefined })),
  ]);
  if ("url" in word) return { url: word.url, broken, stop: () => stop(worker) };
  await worker.terminate();
  const { name, message, code } = word;
  if (name === "DatabaseError") throw new DatabaseError(message);
  throw toListenError(Object.assign(new Error(message), { code }), settings);
}

async function stop(worker: Worker): Promise<void> {
  const ended = once(worker, "exit");
  const timer = setTimeout(() => void worker.terminate(), STOP_MS);
  worker.postMessage("stop");
  await ended;
  clearTimeout(timer);
}
