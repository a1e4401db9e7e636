import { expect } from "chai";
import { build } from "esbuild";
import hre from "hardhat";
import { toBeHex, zeroPadValue } from "ethers";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { HttpNode } from "../../packages/indexer/src/chain/httpNode.js";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { DatabaseError } from "../../packages/indexer/src/store/database.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { dump, expectSameRows, indexed, openPlace, PLACES } from "../fixtures/indexing.js";
import { onANode } from "../fixtures/live.js";
import { start, type Running } from "../fixtures/processes.js";
import { Random } from "../walk/random.js";

const KILLS = 20;

/** Blocks with many transfers: enough that the last kill still comes before the last block. */
const BLOCKS = 220;
const TRANSFERS = 8;

/** A process is killed in or after one of its first transactions, up to so many milliseconds after it began. */
const TRANSACTIONS = 8;
const MOMENTS = 5;

/**
 * An indexer in a process of its own. It is bundled, because it starts many times. It tells when a transaction begins
 * and ends, and stops after some: a machine that is slow to kill it does not let it finish.
 */
const PROGRAM = `
  import { createClient } from "@servicecoin/sdk";
  import { HttpNode, Indexer, openDatabase } from "@servicecoin/indexer";
  import { writeSync } from "node:fs";
  import { flushCompileCache } from "node:module";
  const [url, location, deployment, transactions] = process.argv.slice(2);
  async function main() {
    const database = await openDatabase(location, () => writeSync(1, "waiting "));
    writeSync(1, "opened ");
    let left = Number(transactions ?? Infinity);
    const transaction = database.transaction.bind(database);
    database.transaction = async (work) => {
      if (left-- <= 0) await new Promise((resolve) => setTimeout(resolve, 60_000));
      writeSync(1, "<");
      const result = await transaction(work);
      writeSync(1, ">");
      return result;
    };
    const client = createClient(null, JSON.parse(deployment));
    const options = { liveBlocks: ${BLOCKS - 30}, verification: "never" };
    const indexer = await Indexer.open(client, [new HttpNode(url)], database, options);
    writeSync(1, "from " + (indexer.store.cursor?.block ?? 0) + " ");
    await indexer.run(new AbortController().signal, ({ ready }) => {
      if (!ready) return;
      // Node.js writes its cache when a process ends by itself, which none of these does.
      flushCompileCache();
      writeSync(1, "ready ");
    });
  }
  void main();
`;

onANode("indexer: processes", (live) => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-index-"));
    await build({
      stdin: { contents: PROGRAM, resolveDir: hre.config.paths.root },
      ...{
        outfile: path.join(folder, "indexer.cjs"),
        bundle: true,
        platform: "node",
        format: "cjs",
        logLevel: "error",
      },
      external: ["pg-native"],
      tsconfig: path.join(hre.config.paths.root, "tsconfig.json"),
    });
  });

  after(() => rm(folder, { recursive: true }));

  const run = (location: string, ...transactions: string[]): Running => {
    const { node, deployment } = live();
    const args = [path.join(folder, "indexer.cjs"), node.url, location, JSON.stringify(deployment), ...transactions];
    // The first one compiles the bundle for all.
    return start(process.execPath, args, { NODE_OPTIONS: "", NODE_COMPILE_CACHE: path.join(folder, "compiled") });
  };

  async function killed(indexer: Running): Promise<string> {
    indexer.child.kill("SIGKILL");
    return (await indexer.ended).stdout;
  }

  /** Kills an indexer at a moment that depends on what it does. @returns what it said */
  async function killedWhileWriting(location: string, random: Random): Promise<string> {
    const count = 1 + random.below(TRANSACTIONS);
    const indexer = run(location, String(count + TRANSACTIONS));
    await new Promise<void>((resolve) => {
      let begun = 0;
      indexer.child.stdout?.on("data", (text: Buffer) => {
        begun += text.toString().split("<").length - 1;
        if (begun >= count) resolve();
      });
      void indexer.ended.finally(resolve);
    });
    await setTimeout(random.below(MOMENTS));
    return killed(indexer);
  }

  describe("given many blocks", () => {
    let snapshot: unknown;

    before(async function () {
      const alice = await live().client("alice");
      const { node } = live();
      snapshot = await node.request("evm_snapshot");
      const [from, coin] = [live().wallet("alice").address, alice.addresses.ServiceCoin];
      await lock(alice, { amount: parseScv("3") });
      for (let block = 0; block < BLOCKS; block++) {
        const payouts = Array.from({ length: TRANSFERS }, (_, index) => {
          const receiver = zeroPadValue(toBeHex(0x5000 + ((block * 31 + index * 7) % 811)), 20);
          return receiver + toBeHex(block + 1, 12).slice(2);
        });
        const data = alice.coin.interface.encodeFunctionData("transferBatch", [payouts]);
        await node.request("eth_sendTransaction", [{ from, to: coin, data, gas: "0x7a120" }]);
      }
      await live().pass(1);
    });

    after(() => live().node.request("evm_revert", [snapshot]));

    for (const kind of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
      it(`is exact on ${kind} after ${KILLS} kills at any moment`, async function () {
        this.timeout(180_000);
        const location = await openPlace(kind, path.join(folder, "killed.db"));
        if (location === undefined) return this.skip();
        const random = new Random(7);
        const said: string[] = [];
        for (let kill = 0; kill < KILLS; kill++) said.push(await killedWhileWriting(location, random));
        const last = run(location);
        await last.says("ready");
        said.push(await killed(last));

        const client = await live().client("alice");
        const once = await openDatabase((await openPlace(kind, path.join(folder, "whole.db"))) as string);
        await indexed(client, once, { verification: "never" }, new HttpNode(live().node.url));
        const resumed = await openDatabase(location);
        expectSameRows(await dump(resumed), await dump(once));
        const balances = await resumed.all<{ account: string; balance: string }>(
          "SELECT account, balance FROM balances",
        );
        expect(balances.length).to.be.above(750);
        await Promise.all(
          balances.slice(0, 50).map(async ({ account, balance }) => {
            expect(BigInt(balance), account).to.equal(await client.coin.balanceOf(account));
          }),
        );
        await resumed.close();
        await once.close();

        // Otherwise no kill came while blocks were written.
        const starts = said.map((text) => Number(/from (\d+)/.exec(text)?.[1] ?? 0));
        expect(starts).to.deep.equal([...starts].sort((a, b) => a - b));
        expect(new Set(starts).size).to.be.above(KILLS / 2);
        expect(said.slice(0, -1).filter((text) => text.endsWith("<")).length).to.be.above(1);
      });
    }
  });

  it("lets nobody else write a SQLite file, and names it", async () => {
    const location = path.join(folder, "locked.db");
    const indexer = run(location);
    await indexer.says("ready");
    const refused: unknown = await openDatabase(location).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(DatabaseError);
    expect((refused as Error).message)
      .to.contain(location)
      .and.to.contain("another indexer");
    indexer.child.kill("SIGKILL");
    await indexer.ended;
    await (await openDatabase(location)).close();
  });

  it("takes over a PostgreSQL database when the indexer that wrote it is killed", async function () {
    const location = await openPlace("PostgreSQL", "");
    if (location === undefined) return this.skip();
    const first = run(location);
    await first.says("ready");
    const second = run(location);
    await second.says("waiting");
    await setTimeout(300);
    expect(second.stdout()).not.to.contain("opened");
    first.child.kill("SIGKILL");
    await second.says("ready");
    second.child.kill("SIGKILL");
    await second.ended;
  });
});
