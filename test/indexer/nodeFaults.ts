import { expect } from "chai";
import { Indexer } from "../../packages/indexer/src/indexer.js";
import { openDatabase } from "../../packages/indexer/src/database.js";
import type { Node } from "../../packages/indexer/src/chain/chain.js";
import { changedNode, rpcError } from "../fixtures/changedNode.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { catchUp, dump, expectSameRows, inMemory } from "../fixtures/indexing.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";

interface Header {
  number: string;
  hash: string;
}

interface RpcLog {
  blockNumber: string;
  address: string;
}

interface Range {
  fromBlock?: string;
  toBlock?: string;
  blockHash?: string;
  address: string[];
}

const hexOf = (number: number) => `0x${number.toString(16)}`;

/** A node whose last block is so many blocks before the chain's. */
function laggingNode(): Node & { lag: number } {
  const node = changedNode({
    async eth_getBlockByNumber([block, full], ask) {
      if (block !== "latest" || lagging.lag === 0) return ask();
      const { number } = (await ask()) as Header;
      return ethers.provider.send("eth_getBlockByNumber", [
        hexOf(Number(number) - lagging.lag),
        full,
      ]) as Promise<unknown>;
    },
  });
  const lagging = { ...node, lag: 0 };
  return lagging;
}

describe("indexer: nodes that fail, lag or leave out", function () {
  let story: Story;

  beforeEach(async () => {
    story = await networkHelpers.loadFixture(storyFixture);
  });

  async function expectExact(indexer: Indexer): Promise<void> {
    const right = await inMemory(story.client);
    expectSameRows(await dump(indexer.store.database), await dump(right.store.database));
  }

  const openWith = async (nodes: readonly Node[], options = {}) =>
    Indexer.open(story.client, nodes, await openDatabase(":memory:"), options);

  it("does not take a lagging node for a reorganization", async () => {
    const node = laggingNode();
    const indexer = await openWith([node], { lagTolerance: 60_000 });
    await catchUp(indexer);
    const rows = await dump(indexer.store.database);
    node.lag = 5;
    expect(await indexer.step()).to.equal("waiting");
    expect(indexer.status).to.deep.include({ ready: false });
    expect(indexer.status.reason).to.match(/the node is at block \d+, behind block \d+ that is indexed/);
    expectSameRows(await dump(indexer.store.database), rows);
    node.lag = 0;
    await indexer.step();
    expect(indexer.status).to.deep.include({ ready: true, reason: undefined });
    expect(indexer.status.reorgs.count).to.equal(0);
  });

  it("goes back with a chain that stays shorter for as long as it tolerates", async () => {
    const node = laggingNode();
    const indexer = await openWith([node], { lagTolerance: 0 });
    await catchUp(indexer);
    const { block } = indexer.store.cursor as { block: number };
    node.lag = 5;
    expect(await indexer.step()).to.equal("reorganized");
    expect(indexer.store.cursor?.block).to.equal(block - 5);
    node.lag = 0;
    await catchUp(indexer);
    await expectExact(indexer);
  });

  it("notices logs that a node leaves out of a new block, and takes them from the receipts", async () => {
    const node = changedNode({
      async eth_getLogs([filter], ask) {
        const logs = (await ask()) as RpcLog[];
        return (filter as Range).blockHash === undefined ? logs : [];
      },
    });
    const indexer = await openWith([node]);
    await catchUp(indexer);
    expect(indexer.status.verification.incomplete).to.be.above(10);
    await expectExact(indexer);
  });

  it("is not ready with a node whose receipts do not give the root of the block", async () => {
    const node = changedNode({
      async eth_getTransactionReceipt(_params, ask) {
        const receipt = (await ask()) as { logs: unknown[] };
        return { ...receipt, logs: receipt.logs.slice(1) };
      },
      eth_getBlockReceipts() {
        throw rpcError(-32601, "Method eth_getBlockReceipts not found");
      },
    });
    const indexer = await openWith([node]);
    for (let step = 0; step < 5; step++) await indexer.step();
    expect(indexer.status.ready).to.equal(false);
    expect(indexer.status.reason).to.match(
      /receipts of block \d+ \(0x\w+\) hash to 0x\w{64}, but its receiptsRoot is 0x/,
    );
  });

  it("says that it cannot verify where the node has no receipts, and indexes all the same", async () => {
    const fail = () => {
      throw rpcError(-32601, "Method not found");
    };
    const node = changedNode({ eth_getBlockReceipts: fail, eth_getTransactionReceipt: fail });
    const indexer = await openWith([node]);
    await catchUp(indexer);
    expect(indexer.status.verification).to.include({ possible: false, verified: 0 });
    await expectExact(indexer);
  });

  it("verifies every block when told to, and none when told not to", async () => {
    for (const [verification, isVerified] of [
      ["always", true],
      ["never", false],
    ] as const) {
      const indexer = await openWith([ethers.provider], { verification });
      await catchUp(indexer);
      const { blocks, verified } = indexer.status.verification;
      expect(verified, verification).to.equal(isVerified ? blocks : 0);
      await expectExact(indexer);
    }
  });

  it("counts only logs of its own contracts, whatever the node adds", async () => {
    const node = changedNode({
      async eth_getLogs(_params, ask) {
        const logs = (await ask()) as RpcLog[];
        return logs.flatMap((log) => [log, { ...log, address: "0xfffffffffffffffffffffffffffffffffffffffe" }]);
      },
    });
    const indexer = await openWith([node]);
    await catchUp(indexer);
    await expectExact(indexer);
  });

  it("stores each log once, in order, when the node returns logs twice and unsorted", async () => {
    const node = changedNode({
      async eth_getLogs(_params, ask) {
        const logs = (await ask()) as RpcLog[];
        return [...logs, ...logs].reverse();
      },
    });
    for (const liveBlocks of [0, 1_000_000]) {
      const indexer = await openWith([node], { liveBlocks, verification: "never" });
      await catchUp(indexer);
      await expectExact(indexer);
    }
  });

  it("is not ready with a node that returns logs of other blocks", async () => {
    const node = changedNode({
      async eth_getLogs(_params, ask) {
        const logs = (await ask()) as RpcLog[];
        return logs.map((log) => ({ ...log, blockNumber: "0xfffff" }));
      },
    });
    const indexer = await openWith([node]);
    for (let step = 0; step < 3; step++) await indexer.step();
    expect(indexer.status.ready).to.equal(false);
    expect(indexer.status.reason).to.match(/Asked for blocks? \d+.*, the node returned a log of block 1048575/);
  });

  it("reads in ranges that the node accepts, down to one block of one contract", async () => {
    const asked: number[] = [];
    const node = changedNode({
      async eth_getLogs([filter], ask) {
        const { fromBlock, toBlock, address, blockHash } = filter as Range;
        const logs = (await ask()) as RpcLog[];
        if (blockHash !== undefined) return logs;
        asked.push(Number(toBlock) - Number(fromBlock) + 1);
        if (logs.length > 2 && address.length > 1) throw rpcError(-32005, "query returned more than 2 results");
        return logs;
      },
    });
    const indexer = await openWith([node], { liveBlocks: 10 });
    await catchUp(indexer);
    expect(Math.min(...asked)).to.equal(1);
    await expectExact(indexer);
  });

  it("keeps what it has read when a later range fails, and goes on from there", async () => {
    const head = await ethers.provider.getBlockNumber();
    const failing = head - 5;
    let isDown = true;
    const node = changedNode({
      eth_getLogs([filter], ask) {
        const [from, to] = [Number((filter as Range).fromBlock), Number((filter as Range).toBlock)];
        if (to - from >= 3) throw rpcError(-32005, "query returned more than 3 blocks");
        if (isDown && to >= failing) throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
        return ask();
      },
    });
    const indexer = await openWith([node], { liveBlocks: 0 });
    expect(await indexer.step()).to.equal("waiting");
    expect(indexer.status.cursor?.block).to.be.within(failing - 3, failing - 1);
    isDown = false;
    await catchUp(indexer);
    await expectExact(indexer);
  });

  it("adds the time of blocks that a node leaves out of its logs", async () => {
    const node = changedNode({
      async eth_getLogs(_params, ask) {
        const logs = (await ask()) as Record<string, unknown>[];
        return logs.map((log) => ({ ...log, blockTimestamp: undefined }));
      },
    });
    const indexer = await openWith([node]);
    await catchUp(indexer);
    await expectExact(indexer);
  });

  it("goes on with the next node when one fails, and is not ready when all do", async () => {
    let isDown = false;
    const down = changedNode({
      eth_getBlockByNumber([block], ask) {
        if (isDown && block !== "0x0") throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
        return ask();
      },
    });
    const indexer = await openWith([down, ethers.provider]);
    isDown = true;
    await catchUp(indexer);
    await expectExact(indexer);
    const alone = await openWith([down]);
    expect(await alone.step()).to.equal("waiting");
    expect(alone.status).to.deep.include({ ready: false });
    expect(alone.status.reason).to.contain("ECONNREFUSED");
    isDown = false;
    await catchUp(alone);
    await expectExact(alone);
  });

  it("is not ready when logs before are missing, and names the event", async () => {
    const { hub } = story;
    const hubAddress = (await hub.getAddress()).toLowerCase();
    const opened = hub.interface.getEvent("Opened").topicHash;
    const node = changedNode({
      async eth_getLogs(_params, ask) {
        const logs = (await ask()) as (RpcLog & { topics: string[] })[];
        return logs.filter(({ address, topics }) => address.toLowerCase() !== hubAddress || topics[0] !== opened);
      },
    });
    const indexer = await openWith([node], { liveBlocks: 0 });
    expect(await indexer.step()).to.equal("waiting");
    expect(indexer.status.reason).to.match(
      /left out logs: PaymentHub\.\w+ in block \d+, log \d+: .* the deal 0x\w{64}/,
    );
    expect(await indexer.store.database.all("SELECT * FROM deals")).to.deep.equal([]);
  });
});
