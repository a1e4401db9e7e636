import { expect } from "chai";
import { KeptAnswers, type Answer } from "../../../packages/indexer/src/api/keptAnswers.js";
import { startApi, type RunningApi } from "../../../packages/indexer/src/api/server.js";
import { onBothDatabases } from "../../fixtures/onBothDatabases.js";
import { addressOf, SeededIndex } from "../../fixtures/seededIndex.js";

const ACCOUNT = addressOf(7);
const answer = (text: string): Answer => ({ text, status: 200, next: undefined });

describe("indexer API: each answer is of the block that it names", function () {
  onBothDatabases((urlOf) => {
    let index: SeededIndex;
    let api: RunningApi;

    before(async () => {
      index = await SeededIndex.open(await urlOf());
      api = await startApi(index.reader, { requestsPerSecond: 1e6 });
    });

    after(async () => {
      await api.close();
      await index.close();
    });

    async function put(block: number, balance: bigint): Promise<void> {
      await index.database.transaction(async () => {
        await index.database.upsert("balances", [[ACCOUNT, String(balance).padStart(78, "0"), block]]);
        await index.setCursor(block, 1_700_000_000 + block);
      });
    }

    async function ask(): Promise<string> {
      const response = await fetch(`${api.url}/accounts/${ACCOUNT}`);
      const { data, asOfBlock } = (await response.json()) as { data: { balance: string }; asOfBlock: number };
      expect(response.headers.get("Index-Block")).to.equal(String(asOfBlock));
      return `${data.balance} at ${asOfBlock}`;
    }

    it("reads a snapshot while another is being read, each with the rows of its own block", async () => {
      await put(1, 10n);
      await index.reader.read(async (db, { cursor }) => {
        await put(2, 20n);
        expect(await index.reader.read((_db, info) => Promise.resolve(info.cursor?.block))).to.equal(2);
        const { balance } = await db.selectFrom("balances").select("balance").executeTakeFirstOrThrow();
        expect([cursor?.block, BigInt(balance)]).to.deep.equal([1, 10n]);
      });
    });

    it("waits for a connection when many snapshots are read at once", async () => {
      const blocks = Array.from({ length: 50 }, () =>
        index.reader.read(async (db, { cursor }) => {
          await db.selectFrom("balances").selectAll().execute();
          return cursor?.block;
        }),
      );
      expect(new Set(await Promise.all(blocks))).to.deep.equal(new Set([2]));
    });

    it("reads on after a query that failed", async () => {
      const failed = index.reader.read((db) =>
        db
          .selectFrom("nowhere" as "balances")
          .selectAll()
          .execute(),
      );
      expect(await failed.catch((error: unknown) => error)).to.be.instanceOf(Error);
      expect(await ask()).to.equal("20 at 2");
    });

    it("gives an answer again only as long as the block stays, while blocks and questions come", async () => {
      await put(3, 1_003n);
      const answers = new Set<string>();
      for (let block = 4; block < 30; block++) {
        const asked = Promise.all([ask(), ask(), ask()]);
        await put(block, BigInt(1_000 + block));
        for (const each of [...(await asked), await ask(), await ask()]) answers.add(each);
      }
      const wrong = [...answers].filter((each) => !/^10(\d\d) at \1$/.test(each.replace(/ at (\d)$/, " at 0$1")));
      expect(wrong).to.deep.equal([]);
      expect([...answers]).to.include("1029 at 29");
    });
  });

  it("forgets answers of another block, answers that failed, and those that are very long", async () => {
    const kept = new KeptAnswers();
    kept.keep("a", "/x", Promise.resolve(answer("x of a")));
    expect((await kept.find("a", "/x"))?.text).to.equal("x of a");
    expect(kept.find("b", "/x")).to.equal(undefined);
    kept.keep("b", "/y", Promise.resolve(answer("y of b")));
    expect(kept.find("a", "/x")).to.equal(undefined);
    const failing = Promise.reject(new Error("failed"));
    kept.keep("b", "/failing", failing);
    kept.keep("b", "/long", Promise.resolve(answer("-".repeat(1_000_000))));
    await failing.catch(() => undefined);
    expect(kept.find("b", "/failing")).to.equal(undefined);
    expect(kept.find("b", "/long")).to.equal(undefined);
    expect((await kept.find("b", "/y"))?.text).to.equal("y of b");
  });
});
