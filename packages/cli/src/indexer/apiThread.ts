/** Runs the API in a thread of its own, so that a sync, which occupies its thread, delays no answer. */
import { parentPort, workerData } from "node:worker_threads";
import { Reader } from "@servicecoin/indexer";
import type { ApiSettings } from "./apiSettings.js";
import { openApi } from "./openApi.js";

/** What the thread is given. */
export interface ApiThreadData extends ApiSettings {
  /** The database. */
  location: string;
  /** URLs of nodes. */
  nodes: readonly string[];
}

/** What the thread says: where it listens, or why it does not. */
export type ApiThreadWord = { url: string } | { message: string; code: string | undefined; name: string };

const { location, nodes, ...settings } = workerData as ApiThreadData;

try {
  const reader = await Reader.open(location);
  const api = await openApi(reader, location, nodes, settings);
  say({ url: api.url });
  // The only word that the thread is told: to stop.
  parentPort?.once("message", () => {
    void api
      .close()
      .then(() => reader.close())
      .then(() => process.exit());
  });
} catch (error) {
  const { message, name, code } = error as Error & { code?: string };
  say({ message, name, code });
}

function say(word: ApiThreadWord): void {
  parentPort?.postMessage(word);
}
