import { network } from "hardhat";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { accountsTable } from "../lib/accounts.js";
import { connect, type Connection } from "../lib/chain.js";
import { deploySystem, type DeployedSystem } from "../lib/deploySystem.js";
import { OperatorError } from "../lib/errors.js";
import { journalDirectory, removeJournal } from "../lib/journal.js";
import { API_PORT, startLocalIndexer, type LocalIndexer } from "../lib/localIndexer.js";
import type { Log } from "../lib/log.js";
import { localConfig } from "../lib/localConfig.js";
import { removeRecord } from "../lib/record.js";
import { report } from "../lib/report.js";
import { list } from "../lib/table.js";
import { buildWebIfOld, serveWeb, WEB_PORT, type WebPage } from "../lib/webPage.js";

const HOST = "127.0.0.1";
const DEFAULT_PORT = 8545;
const DEFAULT_URL = `http://${HOST}:${DEFAULT_PORT}`;
const DEFAULT_API = `http://${HOST}:${API_PORT}`;
const CHAIN_ID = 31337;
const CLOSE_MS = 1_000;

/**
 * Starts a chain of its own on the port of the environment variable PORT, deploys the system on it, indexes it, serves
 * the web page, and runs until SIGINT or SIGTERM.
 * @throws OperatorError when the port cannot be used.
 */
export async function dev(print: Log): Promise<void> {
  const port = readPort();
  const url = `http://${HOST}:${port}`;
  await checkFree(port);
  const server = await network.createServer("node", HOST, port);
  await server.listen();
  // From here on Ctrl-C can arrive at any time, also during the deployment.
  const stopped = stopSignal();
  let indexer: LocalIndexer | undefined;
  let web: WebPage | undefined;
  try {
    await removeRecord(CHAIN_ID);
    await removeJournal(journalDirectory(CHAIN_ID));
    const connection = await connect("localhost", { url });
    const built = buildWebIfOld();
    const deployment = await Promise.race([deploySystem(connection), stopped]);
    await built;
    if (deployment !== undefined) {
      // A chain on another port is beside one that has the usual ports.
      const isDefault = port === DEFAULT_PORT;
      web = await serveWeb(isDefault ? WEB_PORT : 0);
      indexer = await startLocalIndexer(url, deployment.record, isDefault ? API_PORT : 0, print, [web.url]);
      web.configure(localConfig(url, indexer.url, deployment.record));
      await show(connection, deployment, { url, api: indexer.url, web: web.url }, print);
    }
    await stopped;
  } finally {
    await web?.stop();
    await indexer?.stop();
    // A client that keeps its connection open would delay the server.
    await Promise.race([server.close(), setTimeout(CLOSE_MS)]);
  }
  print("\nStopped.");
}

interface Urls {
  /** Of the node. */
  url: string;
  /** Of the indexer's API. */
  api: string;
  /** Of the web page. */
  web: string;
}

async function show(
  connection: Connection,
  deployment: DeployedSystem,
  { url, api, web }: Urls,
  print: Log,
): Promise<void> {
  const variables = [
    url === DEFAULT_URL ? "" : `SERVICECOIN_RPC_URL=${url} `,
    api === DEFAULT_API ? "" : `SERVICECOIN_INDEXER_URL=${api} `,
  ].join("");
  print(await report(deployment));
  print(`\n${await accountsTable(connection, deployment)}\n`);
  print("These keys are public: never send anything of value to them on a public chain.\n");
  const facts = [
    ["RPC URL", url],
    ["Chain id", String(CHAIN_ID)],
    ["Indexer", `${api}/docs`],
    ["Web page", web],
    ["Try", `${variables}npm run demo -- --network localhost`],
  ] as const;
  print(`${list(facts)}\n\nReady. Press Ctrl-C to stop; the chain is gone then.`);
}

function readPort(): number {
  const text = process.env["PORT"] ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new OperatorError(`PORT is "${text}" and must be a number between 1 and 65535.`);
  }
  return port;
}

/** Checks that the port is free. Hardhat's server would crash without a message. */
async function checkFree(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      reject(
        "code" in error && error.code === "EADDRINUSE"
          ? new OperatorError(
              `Port ${port} is in use, perhaps by another chain: stop it, ` +
                `or choose another port with "PORT=${port + 1} npm start".`,
            )
          : new OperatorError(`Port ${port} cannot be used: ${error.message}.`),
      );
    });
    probe.listen(port, HOST, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        resolve(undefined);
      });
    }
  });
}
