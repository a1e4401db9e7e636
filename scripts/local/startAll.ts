import { setTimeout as sleep } from "node:timers/promises";
import { localConfig } from "../lib/localConfig.js";
import { startLocalIndexer } from "../lib/localIndexer.js";
import { serveWeb } from "../lib/webPage.js";
import { startLocalFacilitator } from "./facilitator.js";
import { startLocalKeeper } from "./keeper.js";
import { lookAt, lookAtPage } from "./look.js";
import { startLocalMonitor } from "./monitor.js";
import { NEVER, type LocalSystem, type Program } from "./program.js";
import type { Watch, Watched } from "./watch.js";

/** Milliseconds for which the others wait for the indexer, and between two looks at it. */
const READY_MS = 10_000;
const READY_EVERY = 100;

/** What starting the programs of a deployed system needs. */
export interface StartParts {
  system: LocalSystem;
  watch: Watch;
  /** Seconds for which the keeper leaves due things to the user. */
  wait: number;
  /** Called with each program once it runs, so that it is stopped whatever happens to the others. */
  onStarted: (program: Program) => void;
  signal: AbortSignal;
}

/**
 * Starts all programs but the chain. All run in this process: that starts in seconds on a small machine, where a
 * process for each would take ten times as long, and each reports its end without ending the others. To
 * have them apart, run the commands of the same names.
 */
export async function startAll({ system, watch, wait, onStarted, signal }: StartParts): Promise<void> {
  const { node, record, ports, log } = system;
  const add = (watched: Watched) => {
    watch.add(watched);
    onStarted(watched.program);
  };
  const web = await serveWeb(ports["web page"], log("web page"));
  const page: Program = { name: "web page", url: web.url, broken: NEVER, stop: () => web.stop() };
  add({ program: page, look: () => lookAtPage(web.url, web.openedAt()) });

  const { promise: broken, resolve: fail } = Promise.withResolvers<Error>();
  const onFault = (message: string) => {
    fail(new Error(message));
  };
  const index = await startLocalIndexer(node, record, ports.indexer, onFault, [web.url], log("indexer"));
  const { url } = index;
  const indexer: Program = { name: "indexer", url, broken, stop: () => index.stop() };
  add({ program: indexer, look: () => lookAt("indexer", url) });
  web.configure(localConfig(node, url, record));
  // The others read from it: a monitor would alert that it is not ready, a keeper that it cannot work.
  await untilReady(url, signal);
  if (signal.aborted) return;

  const starting = [
    startLocalFacilitator(system, url),
    startLocalKeeper(system, url, wait),
    startLocalMonitor(system, url, watch.channel),
  ].map(async (start) => {
    const program = await start;
    const { name } = program;
    if (name !== "web page") add({ program, look: () => lookAt(name, program.url) });
  });
  // All of them, so that each that runs is known when another one fails.
  for (const end of await Promise.allSettled(starting)) if (end.status === "rejected") throw end.reason;
}

/** Waits until the indexer has read the chain. One that does not is left to the table to tell. */
async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + READY_MS;
  while (!signal.aborted && performance.now() < giveUpAt) {
    if ((await lookAt("indexer", url)).state === "ready") return;
    await sleep(READY_EVERY);
  }
}
