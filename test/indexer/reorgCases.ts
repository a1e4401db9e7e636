import { expect } from "chai";
import { id, parseEther, ZeroHash } from "ethers";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { Indexer } from "../../packages/indexer/src/indexer.js";
import { dealIdOf } from "../../packages/sdk/src/hub/ids.js";
import { changedNode, rpcError } from "../fixtures/changedNode.js";
import { at } from "../fixtures/at.js";
import { connection, ethers, networkHelpers } from "../fixtures/chain.js";
import { packed, type Deal } from "../fixtures/deals.js";
import { catchUp, dump, expectSameRows, indexed, inMemory, onEveryDatabase } from "../fixtures/indexing.js";
import { fileOf, storyFixture, type Story } from "../fixtures/indexedStory.js";
import { propose, proposalOf } from "../fixtures/system.js";

interface Header {
  number: string;
}

/** The present, to which the returned function goes back. */
async function revertible(): Promise<() => Promise<unknown>> {
  const snapshot: unknown = await connection.provider.request({ method: "evm_snapshot" });
  return () => connection.provider.request({ method: "evm_revert", params: [snapshot] });
}

async function expectExact(story: Story, indexer: Indexer): Promise<void> {
  const fresh = await inMemory(story.client);
  expect(indexer.store.cursor).to.deep.equal(fresh.store.cursor);
  if (indexer.store.database.dialect === "sqlite") {
    expectSameRows(await dump(indexer.store.database), await dump(fresh.store.database));
  }
}

onEveryDatabase("indexer: reorganization that replaces a thing by another of the same key", (open) => {
  let story: Story;
  let deal: Deal;

  beforeEach(async () => {
    story = await networkHelpers.loadFixture(storyFixture);
    deal = { ...at(story.deals, 0), ref: id("of two chains"), deadline: 0n };
    deal.deadline = BigInt(await networkHelpers.time.latest()) + 1_000_000n;
  });

  /** A service, a deal and a proposal with the next keys, of an owner and with amounts of its own. */
  async function create(owner: "bob" | "carol", amount: bigint): Promise<void> {
    const { registry, hub, alice } = story;
    await registry.connect(story[owner])["register(string)"](fileOf(owner, `of ${owner}`));
    const terms = { ...deal, price: amount };
    await hub.connect(alice).open(packed(terms), amount, "0x");
    if (owner === "carol") await hub.connect(alice).release(packed(terms), amount / 2n);
    const { dao } = story;
    await propose(story, proposalOf(owner, [dao, dao.interface.encodeFunctionData("setQuorumFloor", [amount])]));
  }

  for (const [undoDepth, how] of [
    [1_000, "undone"],
    [2, "handled again"],
  ] as const) {
    it(`has the one of the chain that stayed, when the other is ${how}`, async () => {
      const revert = await revertible();
      await create("bob", parseEther("0.01"));
      await networkHelpers.mine(4);
      const indexer = await indexed(story.client, await open(), { undoDepth });
      await revert();
      await create("carol", parseEther("0.01"));
      await networkHelpers.mine(6);
      await catchUp(indexer);
      const { database } = indexer.store;
      const services = await database.all<{ owner: string; name: string }>(
        "SELECT owner, name FROM services ORDER BY id DESC LIMIT 1",
      );
      expect(services).to.deep.equal([{ owner: story.carol.address.toLowerCase(), name: "carol" }]);
      const dealId = dealIdOf(story.client, { ...deal, price: parseEther("0.01") });
      const [row] = await database.all<{ paid: string }>("SELECT paid FROM deals WHERE id = ?", [dealId]);
      expect(BigInt(row?.paid ?? 0)).to.equal(parseEther("0.005"));
      const proposals = await database.all<{ description: string }>(
        "SELECT description FROM proposals ORDER BY created_block DESC LIMIT 1",
      );
      expect(proposals).to.deep.equal([{ description: "carol" }]);
      expect(indexer.status.reorgs).to.include({ count: 1, rebuilds: undoDepth === 2 ? 1 : 0 });
      await expectExact(story, indexer);
    });
  }

  it("removes what the chain that stayed does not have", async () => {
    const revert = await revertible();
    const before = await dump((await inMemory(story.client)).store.database);
    await create("bob", parseEther("0.01"));
    const indexer = await indexed(story.client, await open());
    await revert();
    await networkHelpers.mine(10);
    await catchUp(indexer);
    for (const table of ["services", "deals", "proposals"]) {
      const sql = `SELECT count(*) AS count FROM ${table}`;
      const [row] = await indexer.store.database.all<{ count: number | string }>(sql);
      expect(Number(row?.count), table).to.equal(before[table]?.length);
    }
    await expectExact(story, indexer);
  });
});

describe("indexer: reorganization at a bad moment", function () {
  let story: Story;

  beforeEach(async () => {
    story = await networkHelpers.loadFixture(storyFixture);
  });

  it("is noticed between two ranges of a history, however deep", async () => {
    const { coin, dave, stranger } = story;
    const pay = async (amount: bigint) => {
      for (let block = 0; block < 60; block++) await coin.connect(dave).transfer(stranger, amount);
    };
    const revert = await revertible();
    await pay(1n);
    await networkHelpers.mine(100);
    const from = (await ethers.provider.getBlockNumber()) - 130;
    let read = 0;
    let isDone = false;
    const node = changedNode({
      async eth_getBlockByNumber([block], ask) {
        // The first request of the range after one with blocks that are replaced.
        if (!isDone && read > from && Number(block) > read) {
          isDone = true;
          await revert();
          await pay(2n);
          await networkHelpers.mine(140);
        }
        return ask();
      },
      eth_getLogs([filter], ask) {
        const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string };
        if (Number(toBlock) - Number(fromBlock) >= 10) throw rpcError(-32005, "block range is too wide, at most 10");
        read = Number(toBlock);
        return ask();
      },
    });
    const indexer = await Indexer.open(story.client, [node], await openDatabase(":memory:"), { liveBlocks: 5 });
    await catchUp(indexer);
    expect(isDone).to.equal(true);
    expect(indexer.status.reorgs.count).to.equal(1);
    await expectExact(story, indexer);
  });

  it("is none where blocks have no hash of a parent, as those of hardhat_mine", async () => {
    await networkHelpers.mine(20);
    const head = await ethers.provider.getBlockNumber();
    const parents = await Promise.all(
      Array.from({ length: 20 }, async (_, age) => (await ethers.provider.getBlock(head - age))?.parentHash),
    );
    expect(parents, "what this test is about").to.include(ZeroHash);
    const indexer = await inMemory(story.client);
    await networkHelpers.mine(30);
    await story.coin.connect(story.dave).transfer(story.stranger, 3n);
    await catchUp(indexer);
    expect(indexer.status.reorgs.count).to.equal(0);
    await expectExact(story, indexer);
  });

  it("does not wait for a shorter chain whose last block is not the one that is indexed", async () => {
    const revert = await revertible();
    await networkHelpers.mine(10);
    const indexer = await inMemory(story.client, { lagTolerance: 60_000 });
    await revert();
    await story.coin.connect(story.dave).transfer(story.stranger, 3n);
    expect(await indexer.step()).to.equal("reorganized");
    await catchUp(indexer);
    await expectExact(story, indexer);
  });

  it("rolls back no deeper for a node that lags behind the head it named", async () => {
    const revert = await revertible();
    await networkHelpers.mine(3);
    let isLagging = false;
    const node = changedNode({
      async eth_getBlockByNumber([block], ask) {
        const found = (await ask()) as Header | null;
        const head = await ethers.provider.getBlockNumber();
        return isLagging && block !== "latest" && block !== "0x0" && Number(block) > head - 40 ? null : found;
      },
    });
    const indexer = await inMemory(story.client, {}, node);
    const { block } = indexer.store.cursor as { block: number };
    await revert();
    await networkHelpers.mine(1);
    await story.coin.connect(story.dave).transfer(story.stranger, 3n);
    await networkHelpers.mine(1);
    isLagging = true;
    expect(await indexer.step()).to.equal("waiting");
    expect(indexer.status.reason).to.match(/the node failed: The node does not have block/);
    expect(indexer.store.cursor?.block).to.equal(block);
    isLagging = false;
    await catchUp(indexer);
    expect(indexer.status.reorgs.deepest).to.be.below(5);
    await expectExact(story, indexer);
  });
});
