import hre from "hardhat";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { Task } from "hardhat/types/tasks";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import config from "../../hardhat.config.js";
import { Pool } from "./pool.js";
import { MOCKS } from "./productionBuild.js";
import { runBuild } from "./runBuild.js";

/** What to compile besides the contracts of the system. */
export interface CompileOptions {
  /** Contracts that only tests need. */
  mocks: boolean;
  /** Contracts of others that only the gas report needs. */
  peers: boolean;
}

/** The compiler from npm has no native code and reports no progress. */
const PROGRESS_MS = 10_000;

const TYPES = path.join(hre.config.paths.root, "packages/sdk/src/typechain/index.ts");

/** Not `PeerReceiver` and the like, which take part in operations of our own. */
const PEERS = /[\\/]peers[\\/]Peer(ERC|Governor|Timelock)/;

/**
 * By what tells their paths: files of a part import code of no other part, only interfaces, types and libraries. Credit
 * has settings of its own, for which Hardhat starts another compiler; on two cores it would start after the rest.
 */
const PARTS = [
  /[\\/]peers[\\/]/,
  /[\\/]Credit\.sol$/,
  /(Hub|ServiceCoin|Reputation|Validation|PaymentBatch)[^\\/]*$/,
  /.*/,
];

/**
 * Compiles on all cores. Hardhat gives all files with the same settings to one compiler, so each part is a build of its
 * own. They run in this process, because all builds of a process share one cache.
 */
export async function compile({ mocks, peers }: CompileOptions): Promise<void> {
  const stop = showProgress();
  try {
    const roots = await hre.solidity.getRootFilePaths({ scope: "contracts" });
    const isWanted = (file: string) => (PEERS.test(file) ? peers : mocks || !MOCKS.test(file));
    const wanted = roots.filter(isWanted);
    const build = await untypedBuild();
    const pool = new Pool(availableParallelism());
    const before = await buildsOf(hre.config.paths.artifacts);
    const partOf = (file: string) => PARTS.findIndex((part) => part.test(file));
    const parts = PARTS.map((_, index) => wanted.filter((file) => partOf(file) === index));
    const builds = parts.filter((files) => files.length > 0).map((files) => ({ quiet: true, files }));
    // The last is the largest.
    await Promise.all(builds.reverse().map((args) => pool.run(() => runBuild(build, args))));
    // The last build writes the types of all artifacts.
    const isNew = (await buildsOf(hre.config.paths.artifacts)) !== before || !existsSync(TYPES);
    // Compiles nothing more; a build of all contracts also removes artifacts whose source is gone.
    if (isNew) {
      const args = wanted.length === roots.length ? { quiet: true, noTests: true } : { quiet: true, files: wanted };
      await runBuild(hre.tasks.getTask("build"), args);
    }
  } finally {
    stop();
  }
}

/** Compiles the Solidity tests; they take the contracts from their artifacts. */
export async function compileTests(): Promise<void> {
  await runBuild(await untypedBuild(), { quiet: true, noContracts: true });
}

/** A build writes the types of all artifacts, also of those that another build is writing; this one writes none. */
async function untypedBuild(): Promise<Task> {
  const untyped = await createHardhatRuntimeEnvironment(config, { noTypechain: true }, hre.config.paths.root);
  return untyped.tasks.getTask("build");
}

/** The names of all builds whose artifacts are there; each new build has another. */
async function buildsOf(artifacts: string): Promise<string> {
  const names = await readdir(path.join(artifacts, "build-info")).catch(() => []);
  return names.sort().join();
}

function showProgress(): () => void {
  // Hardhat's own spinners, one per build, would write over each other.
  process.stdout.isTTY = false;
  const startedAt = Date.now();
  const end = new AbortController();
  const show = async (): Promise<void> => {
    for (;;) {
      await sleep(PROGRESS_MS, undefined, { signal: end.signal });
      console.log(`Compiling: ${Math.round((Date.now() - startedAt) / 1000)} s`);
    }
  };
  // It ends only with the signal.
  show().catch(() => undefined);
  return () => {
    end.abort();
  };
}
