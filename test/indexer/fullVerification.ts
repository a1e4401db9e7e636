import { expect } from "chai";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { Indexer } from "../../packages/indexer/src/indexer.js";
import { changedNode, rpcError } from "../fixtures/changedNode.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { catchUp, dump, expectSameRows, inMemory } from "../fixtures/indexing.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";

interface Block extends Record<string, unknown> {
  number: string;
  transactions: Record<string, unknown>[];
}

interface Receipt extends Record<string, unknown> {
  blockNumber: string;
  logs: Record<string, unknown>[];
}

/** A lie about one block, and the field by which it is found. */
interface Lie {
  block?: (block: Block) => object;
  receipt?: (receipt: Receipt) => object;
  field: RegExp;
}

const first = ([one, ...others]: object[], changes: object) => [{ ...one, ...changes }, ...others];

const LIES: Record<string, Lie> = {
  "another time": { block: (block) => ({ ...block, timestamp: "0x1" }), field: /block\.hash is / },
  "another parent": { block: (block) => ({ ...block, parentHash: `0x${"12".repeat(32)}` }), field: /block\.hash is / },
  "a transaction of another value": {
    block: ({ transactions, ...block }) => ({ ...block, transactions: first(transactions, { value: "0x7" }) }),
    field: /block\.transactionsRoot is /,
  },
  "no transaction": { block: (block) => ({ ...block, transactions: [] }), field: /receipts\.length is / },
  "a log with other data": {
    receipt: ({ logs, ...receipt }) => ({ ...receipt, logs: first(logs, { data: `0x${"00".repeat(31)}07` }) }),
    field: /block\.receiptsRoot is /,
  },
  "a log of another contract": {
    receipt: ({ logs, ...receipt }) => ({ ...receipt, logs: first(logs, { address: `0x${"ab".repeat(20)}` }) }),
    field: /receipts\[0\]\.logsBloom is /,
  },
  "one log less": {
    receipt: ({ logs, ...receipt }) => ({ ...receipt, logs: logs.slice(1) }),
    field: /receipts\[0\]\.(?:logs\[0\]\.logIndex|logsBloom) is /,
  },
  "a failed transaction": { receipt: (receipt) => ({ ...receipt, status: "0x0" }), field: /block\.receiptsRoot is / },
};

describe("indexer: full verification", () => {
  let story: Story;

  beforeEach(async () => {
    story = await networkHelpers.loadFixture(storyFixture);
  });

  /** The last block with a log of the hub: it has one transaction. */
  async function blockWithLogs(): Promise<number> {
    const logs = await ethers.provider.getLogs({ address: await story.hub.getAddress(), fromBlock: 0 });
    const numbers = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
    for (const number of numbers.reverse()) {
      if ((await ethers.provider.getBlock(number))?.transactions.length === 1) return number;
    }
    throw new Error("no block has one transaction of the hub");
  }

  function lyingNode({ block, receipt }: Lie, number: number, isLying: () => boolean) {
    const isMeant = (told: unknown) => isLying() && Number(told) === number;
    const changed = (told: Receipt) => (receipt !== undefined && isMeant(told.blockNumber) ? receipt(told) : told);
    return changedNode({
      async eth_getBlockByNumber([, isWhole], ask) {
        const told = (await ask()) as Block;
        return block !== undefined && isWhole === true && isMeant(told.number) ? block(told) : told;
      },
      async eth_getTransactionReceipt(_params, ask) {
        return changed((await ask()) as Receipt);
      },
      async eth_getBlockReceipts(_params, ask) {
        return ((await ask()) as Receipt[]).map(changed);
      },
    });
  }

  for (const [name, liveBlocks] of [
    ["past blocks", 0],
    ["new blocks", 1_000_000],
  ] as const) {
    describe(`given ${name}`, () => {
      it("indexes exactly what other modes do, without asking for logs", async () => {
        const node = changedNode({
          eth_getLogs() {
            throw rpcError(-32601, "Method eth_getLogs not found");
          },
        });
        const indexer = await inMemory(story.client, { verification: "full", liveBlocks }, node);
        expectSameRows(await dump(indexer.store.database), await dump((await inMemory(story.client)).store.database));
        const blocks = await indexer.store.database.all("SELECT * FROM blocks WHERE verified = 0");
        expect(blocks).to.deep.equal([]);
      });

      for (const [lie, { field, ...changes }] of Object.entries(LIES)) {
        it(`refuses ${lie}, with the block and the field, and stores nothing of the block`, async () => {
          const number = await blockWithLogs();
          let isLying = true;
          const node = lyingNode({ field, ...changes }, number, () => isLying);
          const database = await openDatabase(":memory:");
          const options = { verification: "full", liveBlocks } as const;
          const indexer = await Indexer.open(story.client, [node], database, options);
          for (let step = 0; step < 4; step++) await indexer.step();
          expect(indexer.status.ready).to.equal(false);
          expect(indexer.status.reason).to.include(`Block ${number} does not recompute: `).and.match(field);
          expect(indexer.status.cursor?.block).to.be.below(number);
          expect(await database.all(`SELECT * FROM logs WHERE block >= ${number}`)).to.deep.equal([]);
          expect(await database.all(`SELECT * FROM blocks WHERE number >= ${number}`)).to.deep.equal([]);
          isLying = false;
          await catchUp(indexer);
          expectSameRows(await dump(database), await dump((await inMemory(story.client)).store.database));
        });
      }
    });
  }
});
