import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { camel } from "../../packages/indexer/src/query/kysely.js";
import { Reader } from "../../packages/indexer/src/query/reader.js";
import type { Database } from "../../packages/indexer/src/store/database.js";
import { VerifyError, verifyIndex } from "../../packages/indexer/src/verify/verifyIndex.js";
import { changedNode, rpcError } from "../fixtures/changedNode.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { indexed, openPlace, PLACES } from "../fixtures/indexing.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";

for (const kind of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
  describe(`indexer: comparison with the chain, on ${kind}`, function () {
    let folder: string;
    let story: Story;
    let database: Database;
    let reader: Reader;

    before(async function () {
      folder = await mkdtemp(path.join(tmpdir(), "servicecoin-verify-"));
      const place = await openPlace(kind, path.join(folder, "index.db"));
      if (place === undefined) this.skip();
      story = await networkHelpers.loadFixture(storyFixture);
      database = await openDatabase(place);
      await indexed(story.client, database);
      reader = await Reader.open(place);
    });

    after(async () => {
      await (reader as Reader | undefined)?.close();
      await (database as Database | undefined)?.close();
      await rm(folder, { recursive: true, force: true });
    });

    const verify = (node = changedNode({})) => verifyIndex(reader, story.client, node);

    /** Changes rows, compares, and puts them back. */
    async function tamper(table: string, key: string, sql: string, params: (string | number)[] = []) {
      const before = await database.all<Record<string, string>>(`SELECT * FROM ${table} WHERE ${key}`);
      await database.run(sql, params);
      const { differences } = await verify();
      await database.run(`DELETE FROM ${table} WHERE ${key}`);
      for (const row of before) {
        const places = Object.keys(row).map(() => "?");
        const columns = Object.keys(row).map((name) => `"${name}"`);
        await database.run(`INSERT INTO ${table} (${columns.join()}) VALUES (${places.join()})`, Object.values(row));
      }
      return differences;
    }

    it("finds no difference in an index that is exact, and compares every kind of row", async () => {
      const steps: number[] = [];
      const { cursor, compared, differences } = await verifyIndex(reader, story.client, ethers.provider, {
        onProgress: (done, total) => {
          steps.push(total - done);
        },
      });
      expect(differences).to.deep.equal([]);
      expect(cursor.block).to.equal(await ethers.provider.getBlockNumber());
      expect(Object.keys(compared).sort()).to.deep.equal(
        [
          "balances",
          "deals",
          "mandates",
          "proposals",
          "services",
          "voters",
          "loans",
          "loanOrders",
          "payoutAccounts",
        ].sort(),
      );
      expect(compared.deals).to.be.above(story.deals.length);
      expect(steps.at(-1)).to.equal(0);
    });

    it("names a balance that was changed, and that the sum is not the supply", async () => {
      const account = story.dave.address.toLowerCase();
      const real = await story.coin.balanceOf(account);
      const supply = await story.coin.totalSupply();
      const digits = kind === "SQLite" ? (real + 1n).toString().padStart(78, "0") : String(real + 1n);
      const key = `account = '${account}'`;
      const differences = await tamper("balances", key, `UPDATE balances SET balance = ? WHERE ${key}`, [digits]);
      expect(differences).to.deep.equal([
        { table: "balances", key: account, column: "balance", indexed: String(real + 1n), onChain: String(real) },
        {
          ...{ table: "balances", key: "total", column: "sum of balance" },
          ...{ indexed: String(supply + 1n), onChain: String(supply) },
        },
      ]);
    });

    it("notices a row that is missing", async () => {
      const services = await tamper("services", "id = 2", "DELETE FROM services WHERE id = 2");
      expect(services.map(({ key, column }) => [key, column])).to.deep.equal([["total", "count"]]);
      const voters = await tamper("voters", "locked <> '0'", "DELETE FROM voters WHERE locked <> '0'");
      expect(voters.map(({ table, column }) => [table, column])).to.deep.equal([["voters", "sum of locked"]]);
    });

    for (const [table, sql, column] of [
      ["deals", "UPDATE deals SET state = 'disputed' WHERE state = 'delivered'", "state"],
      ["mandates", "UPDATE mandates SET state = 'accepted' WHERE charges = 0", "state"],
      ["mandates", "UPDATE mandates SET charged_period = 7 WHERE charges > 0", "chargedPeriod"],
      ["proposals", "UPDATE proposals SET for_votes = against_votes WHERE for_votes <> against_votes", "forVotes"],
      ["proposals", "UPDATE proposals SET vote_end = vote_end + 1", "voteEnd"],
      ["voters", "UPDATE voters SET delegate = '0x0000000000000000000000000000000000000001'", "delegate"],
      ["services", "UPDATE services SET owner = '0x0000000000000000000000000000000000000001'", "owner"],
      ["services", "UPDATE services SET ratings = ratings + 1", "ratings"],
      ["payout_accounts", "UPDATE payout_accounts SET owner = '0x0000000000000000000000000000000000000001'", "owner"],
      ["loans", "UPDATE loans SET accrued_at = accrued_at + 1 WHERE state = 'active'", "accruedAt"],
      ["loan_orders", "UPDATE loan_orders SET fee_bps = fee_bps + 1", "orders"],
    ] as const) {
      it(`finds a tampered ${column} of ${table}`, async () => {
        const differences = await tamper(table, "1 = 1", sql);
        expect(differences.length).to.be.above(0);
        for (const difference of differences) expect(difference).to.include({ table: camel(table), column });
      });
    }

    it("says that a row names what the chain does not have", async () => {
      const sql = "UPDATE services SET id = 99 WHERE id = 3";
      const differences = await tamper("services", "id IN (3, 99)", sql);
      expect(differences).to.deep.include({
        ...{ table: "services", key: "99", column: "owner", onChain: "nothing" },
        indexed: story.stranger.address.toLowerCase(),
      });
    });

    it("refuses a node that has no state of the block, and says what helps", async () => {
      const node = changedNode({
        eth_call() {
          throw rpcError(-32000, "missing trie node 0b1c (path 08) state 0x12 is not available");
        },
      });
      const refused: unknown = await verify(node).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(VerifyError);
      expect((refused as Error).message).to.match(/no state of block \d+: missing trie node .* archive node/);
    });

    it("refuses a node whose chain has another block there, with both hashes", async () => {
      const other = `0x${"ab".repeat(32)}`;
      const node = changedNode({
        async eth_getBlockByNumber(_params, ask) {
          return { ...((await ask()) as object), hash: other };
        },
      });
      const refused: unknown = await verify(node).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(VerifyError);
      expect((refused as Error).message).to.match(/Block \d+ is 0x(ab){32} on the node, but 0x\w{64} in the index/);
      const behind = await verify(changedNode({ eth_getBlockByNumber: () => null })).catch((error: unknown) => error);
      expect((behind as Error).message).to.match(/does not have block \d+ \(0x\w{64}\), up to which is indexed/);
    });
  });
}
