import { setTimeout as sleep } from "node:timers/promises";
import { accountsTable } from "../lib/accounts.js";
import { connect, type Connection } from "../lib/chain.js";
import { deploySystem, type DeployedSystem } from "../lib/deploySystem.js";
import { shown } from "../lib/files.js";
import { journalDirectory, removeJournal } from "../lib/journal.js";
import type { Log } from "../lib/log.js";
import { removeRecord } from "../lib/record.js";
import { report } from "../lib/report.js";
import { list } from "../lib/table.js";
import { buildWebIfOld } from "../lib/webPage.js";
import { startChain } from "../local/chain.js";
import { readWait } from "../local/keeper.js";
import { provideLiquidity } from "../local/liquidity.js";
import { logsIn, newFolder, openLogs } from "../local/logs.js";
import { lookAt } from "../local/look.js";
import { checkFree, isUsual, readPorts, type ProgramName } from "../local/ports.js";
import type { Program } from "../local/program.js";
import { LiveScreen, PlainScreen, type Screen, type Terminal } from "../local/screen.js";
import { startAll } from "../local/startAll.js";
import type { Row } from "../local/statusTable.js";
import { stopAll, stopSignal } from "../local/stop.js";
import { Watch } from "../local/watch.js";

const CHAIN_ID = 31337;
/** Milliseconds between two looks, and how long the programs may take until all are ready. */
const LOOK_EVERY = 1_000;
const START_EVERY = 200;
const START_TIMEOUT = 30_000;

/**
 * Runs a whole system on this machine until SIGINT or SIGTERM: a chain of its own on the port of the environment
 * variable PORT with everything deployed, indexer, facilitator, keeper, monitor and web page.
 * @param terminal Shows how they are, line by line in place. Default: `print` gets each change.
 * @throws OperatorError when a port cannot be used.
 */
export async function dev(print: Log, terminal?: Terminal): Promise<void> {
  const [ports, wait] = [readPorts(process.env), readWait(process.env)];
  await checkFree(ports);
  const folder = await newFolder(ports.chain);
  const chain = await startChain(ports.chain);
  // From here on Ctrl-C can arrive at any time, also during the deployment.
  const signal = stopSignal();
  const programs = [chain];
  const watch = new Watch();
  watch.add({ program: chain, look: () => lookAt("chain", chain.url) });
  const screen = terminal === undefined ? new PlainScreen(print) : new LiveScreen(terminal, hasColors(terminal));
  let isShown = false;
  try {
    await removeRecord(CHAIN_ID);
    await removeJournal(journalDirectory(CHAIN_ID));
    const connection = await connect("localhost", { url: chain.url });
    print("Deploying the contracts and starting the programs...\n");
    const built = await untilAborted(Promise.all([deploySystem(connection), buildWebIfOld()]), signal);
    if (built !== undefined) {
      const [deployment] = built;
      await provideLiquidity(connection, deployment);
      const system = { node: chain.url, record: deployment.record, ports, folder, log: openLogs(folder) };
      await startAll({ system, watch, wait, onStarted: (program) => programs.push(program), signal });
      await tell(connection, deployment, programs, folder, print);
      isShown = true;
      await showUntilStopped(watch, screen, signal);
    }
  } finally {
    await stopAll(programs, print, (name) => {
      watch.end(name);
      if (!isShown) return;
      const rows = watch.lastRows();
      const left = rows.filter(({ state }) => state !== "stopped").map((row) => row.name);
      screen.show(rows, left.length === 0 ? "" : `Stopping: ${left.join(", ")}.`);
    });
  }
  print("\nStopped.");
}

/** Prints what does not change. */
async function tell(
  connection: Connection,
  deployment: DeployedSystem,
  programs: readonly Program[],
  folder: string,
  print: Log,
): Promise<void> {
  const urls = Object.fromEntries(programs.map(({ name, url }) => [name, url])) as Record<ProgramName, string>;
  const { chain, indexer, "web page": page } = urls;
  const variable = (name: ProgramName, word: string) =>
    isUsual(name, urls[name]) ? "" : `SERVICECOIN_${word}_URL=${urls[name]} `;
  const reading = `${variable("chain", "RPC")}${variable("indexer", "INDEXER")}`;
  const others = (["facilitator", "keeper", "monitor"] as const).map((name) => variable(name, name.toUpperCase()));
  print(await report(deployment));
  print(`\n${await accountsTable(connection, deployment)}\n`);
  print("These keys are public: never send anything of value to them on a public chain.\n");
  const facts = [
    ["RPC URL", chain],
    ["Chain id", String(CHAIN_ID)],
    ["Indexer", `${indexer}/docs`],
    ["Web page", page],
    ["Logs", shown(logsIn(folder))],
    ["Try", `${reading}npm run demo -- --network localhost`],
    ["Check", `${reading}${others.join("")}npx servicecoin doctor`],
  ] as const;
  print(`${list(facts)}\n`);
}

/** Shows the programs until the signal: from the start on a terminal, otherwise once all are ready. */
async function showUntilStopped(watch: Watch, screen: Screen, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  let wasReady = false;
  while (!signal.aborted) {
    const rows = await watch.rows();
    const isReady = rows.every(({ state }) => state === "ready");
    wasReady ||= isReady;
    const isOver = performance.now() - startedAt > START_TIMEOUT;
    if (wasReady || isOver || screen instanceof LiveScreen) screen.show(rows, footerOf(rows, wasReady || isOver));
    await sleep(wasReady || isOver ? LOOK_EVERY : START_EVERY, undefined, { signal }).catch(() => undefined);
  }
}

function footerOf(rows: readonly Row[], isStarted: boolean): string {
  const down = rows.filter(({ state }) => state !== "ready").map(({ name }) => name);
  const stop = "Press Ctrl-C to stop; the chain is gone then.";
  if (down.length === 0) return `Ready. ${stop}`;
  return isStarted ? `Not ready: ${down.join(", ")}. ${stop}` : `Starting: ${down.join(", ")}.`;
}

function hasColors(terminal: Terminal): boolean {
  return process.env["NO_COLOR"] === undefined && terminal.hasColors();
}

/** Waits for a value, or for the signal. */
async function untilAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => {
      resolve(undefined);
    });
  });
  return Promise.race([value, aborted]);
}
