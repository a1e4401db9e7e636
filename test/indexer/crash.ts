import { expect } from "chai";
import { build } from "esbuild";
import hre from "hardhat";
import { JsonRpcProvider, toBeHex, zeroPadValue } from "ethers";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { DatabaseError } from "../../packages/indexer/src/store/database.js";
import { readMeta } from "../../packages/indexer/src/store/identity.js";
import type { Cursor } from "../../packages/indexer/src/store/store.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { dump, openPlace, PLACES } from "../fixtures/indexing.js";
import { onANode } from "../fixtures/live.js";
import { start, type Running } from "../fixtures/processes.js";
import { Random } from "../walk/random.js";

/** Each starts a process, which PostgreSQL makes slower. */
const KILLS = { SQLite: 20, PostgreSQL: 10 };
const BLOCKS = 500;
const TRANSFERS = 2;

/** An indexer in a process of its own. It is bundled, because it starts many times. */
const PROGRAM = `
  import { createClient } from "@servicecoin/sdk";
  import { HttpNode, Indexer, openDatabase } from "@servicecoin/indexer";
  const [url, location, deployment] = process.argv.slice(2);
  async function main() {
    const database = await openDatabase(location, () => console.log("waiting"));
    console.log("opened");
    const node = new HttpNode(url);
    const client = createClient(null, JSON.parse(deployment));
    const indexer = await Indexer.open(client, [node], database, { liveBlocks: 450 });
    const first = indexer.store.cursor?.block ?? 0;
    setInterval(() => { if (indexer.store.cursor?.block > first) console.log("at", indexer.store.cursor.block); }, 5);
    await indexer.run(new AbortController().signal, ({ ready, cursor }) => {
      if (ready) console.log("ready", cursor.block);
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

  const run = (location: string): Running => {
    const { node, deployment } = live();
    const args = [path.join(folder, "indexer.cjs"), node.url, location, JSON.stringify(deployment)];
    return start(process.execPath, args, { NODE_OPTIONS: "" });
  };

  /** Blocks with many transfers, and votes. */
  async function fill(): Promise<void> {
    const alice = await live().client("alice");
    const { node } = live();
    const [from, coin] = [live().wallet("alice").address, alice.addresses.ServiceCoin];
    await lock(alice, { amount: parseScv("3") });
    for (let block = 0; block < BLOCKS; block++) {
      const payouts = Array.from({ length: TRANSFERS }, (_, index) => {
        const receiver = zeroPadValue(toBeHex(0x5000 + ((block * 31 + index * 7) % 811)), 20);
        return receiver + toBeHex(block + 1, 12).slice(2);
      });
      const data = alice.coin.interface.encodeFunctionData("transferBatch", [payouts]);
      await node.request("eth_sendTransaction", [{ from, to: coin, data, gas: "0x30d40" }]);
    }
    await live().pass(1);
  }

  for (const kind of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
    it(`is exact on ${kind} after ${KILLS[kind]} kills at any moment`, async function () {
      this.timeout(180_000);
      const location = await openPlace(kind, path.join(folder, "killed.db"));
      if (location === undefined) return this.skip();
      await fill();
      const random = new Random(7);
      const cursors = new Set<number>();
      for (let kill = 0; kill < KILLS[kind]; kill++) {
        const indexer = run(location);
        await indexer.says("at ");
        await setTimeout(random.below(120));
        indexer.child.kill("SIGKILL");
        await indexer.ended;
        const database = await openDatabase(location);
        const cursor = await readMeta<Cursor>(database, "cursor").catch(() => undefined);
        cursors.add(cursor?.block ?? 0);
        await database.close();
      }
      const last = run(location);
      await last.says("ready");
      last.child.kill("SIGKILL");
      await last.ended;
      const other = await openPlace(kind, path.join(folder, "whole.db"));
      const whole = run(other as string);
      await whole.says("ready");
      whole.child.kill("SIGKILL");
      await whole.ended;

      const [killed, once] = [await openDatabase(location), await openDatabase(other as string)];
      expect(await dump(killed)).to.deep.equal(await dump(once));
      const balances = await killed.all<{ account: string; balance: string }>("SELECT account, balance FROM balances");
      const provider = new JsonRpcProvider(live().node.url, 31337, { staticNetwork: true });
      const { coin } = await live().client("alice");
      expect(balances.length).to.be.above(750);
      for (const { account, balance } of balances.slice(0, 50)) {
        expect(BigInt(balance), account).to.equal(await coin.balanceOf(account));
      }
      provider.destroy();
      await killed.close();
      await once.close();
      // Otherwise every kill came before the first or after the last block.
      expect(cursors.size).to.be.above(5);
    });
  }

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
