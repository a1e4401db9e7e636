import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openProvider } from "@servicecoin/sdk";
import { CliError, EXIT } from "../errors/cliError.js";
import { upwards } from "../session/deployment.js";
import { startHardhat } from "../session/hardhat.js";
import { findClone } from "../session/repository.js";
import type { Session } from "../session/session.js";
import { isCode } from "../errors/shownError.js";

const HOST = "127.0.0.1";
const START_MS = 60_000;
const POLL_MS = 50;

/** A local copy of a chain. What happens on it stays on it. */
export interface Fork {
  url: string;
  /** The block of the chain that it starts from. */
  block: number;
  stop(): void;
}

/**
 * Forks the connected chain at its latest block, with anvil or else with Hardhat's node.
 * @throws CliError `NoFork`, `ForkFailed`, `Unreachable`
 */
export async function startFork(session: Session): Promise<Fork> {
  const { network, provider, chainId } = await session.node();
  const block = await provider.getBlockNumber();
  const port = await freePort();
  const child = startNode(session, network.url, chainId, port);
  const stop = () => void child.kill();
  session.interruption.before(stop);
  const url = `http://${HOST}:${port}`;
  try {
    await session.out.during("Forking the chain", () => untilReady(url, child));
  } catch (error) {
    stop();
    throw error;
  }
  return { url, block, stop };
}

function startNode(session: Session, url: string, chainId: bigint, port: number): ChildProcess {
  const { io } = session;
  const anvil = findAnvil(io.cwd, io.env["PATH"] ?? "");
  if (anvil !== undefined) {
    const args = ["--fork-url", url, "--host", HOST, "--port", String(port), "--silent"];
    return spawn(anvil, args, { stdio: "ignore", env: { ...io.env } });
  }
  try {
    const args = ["node", "--fork", url, "--chain-id", chainId.toString(), "--hostname", HOST, "--port", String(port)];
    return startHardhat(findClone(io.cwd, "A fork"), io, { args, env: {}, stdout: undefined });
  } catch (error) {
    if (!isCode(error, "NoClone")) throw error;
    const message =
      "A trial run needs a fork of the chain, and neither anvil nor Hardhat is here: " +
      "run it in a clone of the repository, or put anvil on the PATH.";
    throw new CliError("NoFork", message, {}, EXIT.usage, error);
  }
}

function findAnvil(folder: string, searched: string): string | undefined {
  const name = process.platform === "win32" ? "anvil.exe" : "anvil";
  const own = upwards(folder).map((above) => path.join(above, "node_modules/.bin"));
  const folders = [...own, ...searched.split(path.delimiter).filter((entry) => entry !== "")];
  return folders.map((entry) => path.join(entry, name)).find((file) => existsSync(file));
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  let failure: string | undefined;
  child.once("error", (error) => (failure = error.message));
  child.once("exit", (code) => (failure = `it ended with exit code ${String(code)}`));
  for (const end = Date.now() + START_MS; Date.now() < end;) {
    if (failure !== undefined) break;
    try {
      (await openProvider(url, { timeout: 1000 })).destroy();
      return;
    } catch {
      await pause(POLL_MS);
    }
  }
  // The node's own words may hold the URL, whose path is often an API key.
  const reason = failure ?? `it was not ready within ${START_MS / 1000} seconds`;
  const message = `The fork of the chain did not start: ${reason}. The node must serve state of its latest block.`;
  throw new CliError("ForkFailed", message, { reason }, EXIT.unreachable);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, HOST, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
