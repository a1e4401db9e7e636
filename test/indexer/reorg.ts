import { expect } from "chai";
import { parseEther } from "ethers";
import { Indexer } from "../../packages/indexer/src/indexer.js";
import { DatabaseError, type Database } from "../../packages/indexer/src/store/database.js";
import { connection, ethers, networkHelpers } from "../fixtures/chain.js";
import { changedNode } from "../fixtures/changedNode.js";
import { catchUp, dump, expectSameRows, indexed, onEveryDatabase } from "../fixtures/indexing.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";

/** Mines blocks, each with a transfer of this amount, and now and then another event. */
async function live(
  { coin, votes, registry, dave, bob, stranger }: Story,
  blocks: number,
  amount: bigint,
): Promise<void> {
  const transfer = {
    ...{ from: dave.address, to: await coin.getAddress() },
    data: coin.interface.encodeFunctionData("transfer", [stranger.address, amount]),
  };
  for (let block = 0; block < blocks; block++) {
    // Not by ethers, which asks the node five times for each of the thousands of transfers.
    await connection.provider.request({ method: "eth_sendTransaction", params: [transfer] });
    if (block % 7 === 3) await votes.connect(bob).delegate(block % 2 === 0 ? dave : bob);
    if (block % 11 === 5) await registry.connect(bob)["register(string)"](`https://${amount}.example/${block}`);
    if (block % 13 === 6) await networkHelpers.mine(2);
  }
}

/** Expects the same rows as an index that is made from scratch now. */
async function expectExact(story: Story, indexer: Indexer, open: () => Promise<Database>): Promise<void> {
  const fresh = await indexed(story.client, await open());
  expect(indexer.store.cursor).to.deep.equal(fresh.store.cursor);
  expectSameRows(await dump(indexer.store.database), await dump(fresh.store.database));
  const [row] = await indexer.store.database.all<{ balance: string }>(
    "SELECT balance FROM balances WHERE account = ?",
    [story.stranger.address.toLowerCase()],
  );
  expect(BigInt(row?.balance ?? 0)).to.equal(await story.coin.balanceOf(story.stranger));
}

onEveryDatabase("indexer: reorganization", (open) => {
  let story: Story;

  beforeEach(async () => {
    story = await networkHelpers.loadFixture(storyFixture);
  });

  const revertible = async (blocks: number): Promise<() => Promise<unknown>> => {
    const snapshot: unknown = await connection.provider.request({ method: "evm_snapshot" });
    await live(story, blocks, 1n);
    return () => connection.provider.request({ method: "evm_revert", params: [snapshot] });
  };

  for (const [depth, options, rebuilds] of [
    [1, {}, 0],
    [30, {}, 0],
    [400, { undoDepth: 1_000 }, 0],
    [400, { undoDepth: 64 }, 1],
  ] as const) {
    const way = rebuilds === 0 ? "by undoing them" : "by handling the logs before them again";
    it(`replaces ${depth} blocks ${way}`, async () => {
      const revert = await revertible(depth);
      const indexer = await indexed(story.client, await open(), options);
      await revert();
      await live(story, depth + 1, 2n);
      await catchUp(indexer);
      expect(indexer.status.reorgs).to.include({ count: 1, rebuilds });
      await expectExact(story, indexer, open);
    });
  }

  it("follows a chain that became shorter, and does not empty its tables", async () => {
    const revert = await revertible(20);
    const indexer = await indexed(story.client, await open());
    await revert();
    await catchUp(indexer);
    await expectExact(story, indexer, open);
    await live(story, 3, 5n);
    await catchUp(indexer);
    await expectExact(story, indexer, open);
  });

  it("finds a reorganization that happened while it did not run", async () => {
    const revert = await revertible(40);
    const database = await open();
    await indexed(story.client, database);
    await revert();
    await live(story, 60, 3n);
    const indexer = await indexed(story.client, database);
    expect(indexer.status.reorgs.count).to.equal(1);
    await expectExact(story, indexer, open);
  });

  it("is not stuck when a reorganization comes in the middle of a history", async () => {
    const revert = await revertible(100);
    let asked = 0;
    const node = changedNode({
      async eth_getLogs(_params, ask) {
        if (++asked === 2) {
          await revert();
          await live(story, 130, 4n);
        }
        return ask();
      },
    });
    const indexer = await Indexer.open(story.client, [node], await open(), { liveBlocks: 20 });
    await catchUp(indexer);
    await expectExact(story, indexer, open);
  });

  it("goes back to the block of the deployment when nothing else is left", async () => {
    const indexer = await indexed(story.client, await open());
    // A node on which no block that is indexed exists.
    const node = changedNode({
      async eth_getBlockByNumber([block, full], ask) {
        if (block === "0x0") return ask();
        const found = (await ask()) as { hash: string; number: string } | null;
        return found === null ? null : { ...found, hash: `0x${"ab".repeat(32)}`, full };
      },
    });
    const { database } = indexer.store;
    const moved = await Indexer.open(story.client, [node], database);
    expect(await moved.step()).to.equal("reorganized");
    expect(moved.store.cursor).to.equal(undefined);
    const rows = await dump(database);
    expect(Object.values(rows).flat()).to.deep.equal([]);
    await expectExact(story, await indexed(story.client, database), open);
  });

  it("refuses a chain that was started anew with the same id", async () => {
    const database = await open();
    const { status } = await indexed(story.client, database);
    const before = await dump(database);
    const other = `0x${"cd".repeat(32)}`;
    const node = changedNode({
      async eth_getBlockByNumber([block], ask) {
        const found = (await ask()) as { hash: string };
        return block === "0x0" ? { ...found, hash: other } : found;
      },
    });
    const refused: unknown = await Indexer.open(story.client, [node], database).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(DatabaseError);
    expect((refused as Error).message)
      .to.contain(other)
      .and.to.match(/not 0x(cd)+|begins with block 0x/);
    expectSameRows(await dump(database), before);
    expect(status.ready).to.equal(true);
  });

  it("refuses a database of another system, with both addresses", async () => {
    const database = await open();
    await indexed(story.client, database);
    const coin = await ethers.deployContract("ServiceCoin", [story.dave, story.dave, 1n, parseEther("2")]);
    const address = await coin.getAddress();
    const client = { ...story.client, addresses: { ...story.client.addresses, ServiceCoin: address } };
    const refused: unknown = await Indexer.open(client, [ethers.provider], database).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(DatabaseError);
    const { ServiceCoin } = story.client.addresses;
    expect((refused as Error).message)
      .to.contain(address.toLowerCase())
      .and.to.contain(ServiceCoin.toLowerCase());
    const emptied = await indexed(client, database, { fromScratch: true });
    expect(emptied.status.ready).to.equal(true);
  });

  it("gives the same rows when it is made again in steps of any size", async () => {
    const whole = await indexed(story.client, await open(), { liveBlocks: 0 });
    const single = await indexed(story.client, await open(), { liveBlocks: 1_000_000 });
    const rows = await dump(whole.store.database);
    expectSameRows(await dump(single.store.database), rows);
    expect(rows["logs"]?.length).to.be.above(200);
  });
});
