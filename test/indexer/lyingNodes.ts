import { expect } from "chai";
import { HttpNode } from "../../packages/indexer/src/chain/httpNode.js";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { Indexer, type IndexerOptions } from "../../packages/indexer/src/indexer.js";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { playChain } from "../fixtures/chainStory.js";
import { catchUp, dump, expectSameRows } from "../fixtures/indexing.js";
import { onANode } from "../fixtures/live.js";
import { seenBy } from "../fixtures/liveHub.js";
import { honest, otherLogsIn, startLyingNode, type LyingNode } from "../fixtures/lyingNode.js";

onANode("indexer: nodes that lie", (live) => {
  const liars: LyingNode[] = [];
  /** The block that is lied about: it has one transfer. */
  let block: number;

  beforeEach(async () => {
    const { receipt } = await transfer(seenBy(live(), "alice"), { to: live().wallet("bob").address, amount: 5n });
    block = receipt.blockNumber;
    await playChain(live());
  });

  afterEach(async () => {
    await Promise.all(liars.splice(0).map((liar) => liar.stop()));
  });

  async function startLiar(): Promise<LyingNode> {
    const liar = await startLyingNode(live().node.url, otherLogsIn(block));
    liars.push(liar);
    return liar;
  }

  async function open(urls: readonly string[], options: IndexerOptions): Promise<Indexer> {
    const nodes = urls.map((url) => new HttpNode(url));
    return Indexer.open(await live().client("alice"), nodes, await openDatabase(":memory:"), {
      verification: "full",
      ...options,
    });
  }

  async function expectExact(indexer: Indexer): Promise<void> {
    const right = await open([live().node.url], { verification: "always" });
    await catchUp(right);
    expectSameRows(await dump(indexer.store.database), await dump(right.store.database));
  }

  for (const [name, liveBlocks] of [
    ["past blocks", 0],
    ["new blocks", 1_000_000],
  ] as const) {
    describe(`given ${name}`, () => {
      it("goes on with the next node at once, and names the one that lies, the block and the field", async () => {
        const liar = await startLiar();
        const indexer = await open([liar.url, live().node.url], { liveBlocks });
        await catchUp(indexer);
        await expectExact(indexer);
        const { ready, nodeFaults } = indexer.status;
        expect(ready).to.equal(true);
        expect(nodeFaults?.count).to.equal(1);
        expect(nodeFaults?.last).to.deep.include({
          node: new URL(liar.url).origin,
          block,
          field: "block.receiptsRoot",
        });
        expect(nodeFaults?.last?.message).to.match(/^block\.receiptsRoot is 0x\w{64}, but 0x\w{64} follows from/);
      });

      it("waits while all lie, with what each says, and goes on once one no longer does", async () => {
        const [first, second] = [await startLiar(), await startLiar()];
        const indexer = await open([first.url, second.url], { liveBlocks });
        for (let step = 0; step < 3; step++) await indexer.step();
        const { ready, reason, cursor, nodeFaults } = indexer.status;
        expect(ready).to.equal(false);
        expect(reason).to.include(`Block ${block} does not recompute: block.receiptsRoot is `);
        for (const { url } of [first, second]) expect(reason).to.include(`(${new URL(url).origin})`);
        expect(cursor?.block).to.equal(block - 1);
        expect(nodeFaults?.count).to.be.at.least(4);
        expect(await indexer.store.database.all(`SELECT * FROM logs WHERE block >= ${block}`)).to.deep.equal([]);
        second.lie = honest;
        await catchUp(indexer);
        await expectExact(indexer);
      });
    });
  }

  it("reads from the third node when the first lies and the second is down", async () => {
    const [liar, down] = [await startLiar(), await startLiar()];
    const indexer = await open([liar.url, down.url, live().node.url], { liveBlocks: 0 });
    await down.stop();
    await catchUp(indexer);
    await expectExact(indexer);
    expect(indexer.status.nodeFaults?.last?.node).to.equal(new URL(liar.url).origin);
  });
});
