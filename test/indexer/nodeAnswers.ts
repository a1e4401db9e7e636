import { expect } from "chai";
import { id } from "ethers";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { Indexer } from "../../packages/indexer/src/indexer.js";
import { changedNode, rpcError } from "../fixtures/changedNode.js";
import { networkHelpers } from "../fixtures/chain.js";
import { catchUp, dump, expectSameRows, inMemory } from "../fixtures/indexing.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";

type Answers = Parameters<typeof changedNode>[0];

interface RpcLog extends Record<string, unknown> {
  address: string;
  topics: string[];
  data: string;
}

const TRANSFER = id("Transfer(address,address,uint256)");

describe("indexer: answers that no sound node gives", function () {
  let story: Story;

  beforeEach(async () => {
    story = await networkHelpers.loadFixture(storyFixture);
  });

  /** Steps with a node that answers so: never ready, never ended, and exact once the node is sound again. */
  async function expectNotReady(answers: Answers, reason: RegExp, options = {}): Promise<void> {
    let isSound = false;
    const entries = Object.entries(answers).map(([method, answer]): [string, Answers[string]] => [
      method,
      (params, ask) => (isSound ? ask() : answer?.(params, ask)),
    ]);
    const database = await openDatabase(":memory:");
    const indexer = await Indexer.open(story.client, [changedNode(Object.fromEntries(entries))], database, options);
    for (let step = 0; step < 4; step++) await indexer.step();
    expect(indexer.status.ready).to.equal(false);
    expect(indexer.status.reason).to.match(reason);
    isSound = true;
    await catchUp(indexer);
    expectSameRows(await dump(database), await dump((await inMemory(story.client)).store.database));
  }

  /** Answers with changed logs. */
  const withLogs = (change: (logs: RpcLog[]) => unknown): Answers => ({
    eth_getLogs: async (_params, ask) => change((await ask()) as RpcLog[]),
  });

  it("are no logs at all: null, an object, a page of HTML", async () => {
    for (const answer of [null, { result: [] }, "<html>"]) {
      await expectNotReady(
        withLogs(() => answer),
        /eth_getLogs: the node returned .*, not a list/,
      );
    }
  });

  it("are logs of no block, as those that are pending", async () => {
    const pending = withLogs((logs) => logs.map((log) => ({ ...log, blockNumber: null, blockHash: null })));
    await expectNotReady(pending, /a log whose blockNumber is null/);
    await expectNotReady(
      withLogs((logs) => logs.map((log) => ({ ...log, topics: undefined }))),
      /a log without topics/,
    );
  });

  it("are headers without a hash", async () => {
    const eth_getBlockByNumber: Answers[string] = async ([block], ask) =>
      block === "0x0" ? ask() : { ...((await ask()) as object), hash: null };
    await expectNotReady({ eth_getBlockByNumber }, /a header whose hash is null/);
  });

  it("are receipts that lack what their root is made of", async () => {
    const eth_getTransactionReceipt: Answers[string] = async (_params, ask) => ({
      ...((await ask()) as object),
      logsBloom: undefined,
    });
    const eth_getBlockReceipts = () => {
      throw rpcError(-32601, "Method eth_getBlockReceipts not found");
    };
    await expectNotReady(
      { eth_getTransactionReceipt, eth_getBlockReceipts },
      /receipts of block \d+ \(0x\w{64}\) are not complete/,
    );
  });

  it("are logs that are shorter than their event", async () => {
    const short = withLogs((logs) => logs.map((log) => ({ ...log, data: log.data.slice(0, 20) })));
    await expectNotReady(short, /in block \d+, log \d+: /, { verification: "never", liveBlocks: 0 });
  });

  it("leave out transfers in, so that balances became negative", async () => {
    const { dave } = story;
    const received = dave.address.toLowerCase().slice(2);
    const without = withLogs((logs) =>
      logs.filter(({ topics }) => topics[0] !== TRANSFER || !topics[2]?.toLowerCase().endsWith(received)),
    );
    await expectNotReady(
      without,
      /left out logs: ServiceCoin\.Transfer in block \d+, log \d+: .* balance of 0x\w{40} in balances -\d+.* index from scratch/,
      { liveBlocks: 0 },
    );
  });

  it("change the place of a log, which no root covers: the order says it", async () => {
    const change = (logs: RpcLog[]) => logs.map((log) => ({ ...log, logIndex: "0x7" }));
    const node = changedNode({
      eth_getTransactionReceipt: async (_params, ask) => {
        const receipt = (await ask()) as { logs: RpcLog[] };
        return { ...receipt, logs: change(receipt.logs) };
      },
    });
    const indexer = await inMemory(story.client, { verification: "always", liveBlocks: 1_000_000 }, node);
    expectSameRows(await dump(indexer.store.database), await dump((await inMemory(story.client)).store.database));
  });
});
