import { copyFile, readFile, truncate } from "node:fs/promises";
import { expect } from "chai";
import * as z from "zod";
import { schemaFormat } from "../../../packages/tx/src/format.js";
import { TransactionManager, type Follower, type ManagerParts } from "../../../packages/tx/src/manager.js";
import { outcomeFormat, outcomeOf, type Outcome } from "../../../packages/tx/src/outcome.js";
import { errorOf, until, withFile } from "../../fixtures/gateway.js";
import { FakeTransactionChain } from "../../fixtures/transactionChain.js";

type Manager = TransactionManager<string, Outcome>;
type Parts = ManagerParts<string, Outcome>;

const NOTHING = "nothing";
const follower: Follower<string, Outcome> = {
  conclude: (_submission, ending) => Promise.resolve(outcomeOf(ending)),
};
/** A purpose is a list of orders: "1,2". */
const keysOf = (purpose: string) => purpose.split(",");

function startOn(chain: FakeTransactionChain<string>, journal: string, changes: Partial<Parts> = {}): Promise<Manager> {
  return TransactionManager.start({
    ...{ chain, journal, purpose: schemaFormat(z.string()), result: outcomeFormat, keysOf },
    ...{ follow: () => follower, options: { receiptQueryInterval: 2, resubmissionTimeout: 20 } },
    ...changes,
  });
}

/** Runs with a manager on a chain in memory that mines on request. */
function withManager(
  run: (manager: Manager, chain: FakeTransactionChain<string>, file: string) => Promise<void>,
  changes: Partial<Parts> = {},
): Promise<void> {
  return withFile(async (file) => {
    const chain = new FakeTransactionChain(NOTHING);
    chain.autoMine = false;
    const manager = await startOn(chain, file, changes);
    try {
      await run(manager, chain, file);
    } finally {
      await manager.stop();
    }
  });
}

const noncesOf = (chain: FakeTransactionChain<string>) => [...chain.signed.values()].map(({ nonce }) => nonce);

describe("TransactionManager", () => {
  it("has several transactions of one account in flight, and reports each end", () =>
    withManager(async (manager, chain) => {
      const submissions = await Promise.all(["1", "2", "3"].map((purpose) => manager.submit(purpose)));
      expect(submissions.map(({ id, nonce, purpose }) => [id, nonce, purpose])).to.deep.equal([
        [1, 0, "1"],
        [2, 1, "2"],
        [3, 2, "3"],
      ]);
      expect(manager.inFlight).to.deep.equal(submissions);
      chain.mine();
      const ends = await Promise.all(submissions.map(({ finished }) => finished));
      const cost = { gasUsed: 21_000n, fee: 42_000n };
      expect(ends).to.deep.equal(
        submissions.map(({ hash }, at) => ({ status: "confirmed", hash, block: at + 1, ...cost })),
      );
      expect(manager.inFlight).to.deep.equal([]);
    }));

  it("submits no second transaction for a piece of work in flight, and one after its end", () =>
    withManager(async (manager, chain) => {
      const [first, second] = [manager.submit("1,2"), errorOf(manager.submit("2,3"))];
      expect(await second).to.deep.include({ code: "InFlight", args: { key: "2" } });
      expect([manager.isInFlight("2"), manager.isInFlight("3")]).to.deep.equal([true, false]);
      chain.mine();
      await (
        await first
      ).finished;
      await manager.submit("2,3");
      expect(noncesOf(chain)).to.deep.equal([0, 1]);
    }));

  it("frees the work of a transaction that was certainly not sent", () =>
    withManager(async (manager, chain) => {
      chain.faults = ["refused", "refused"];
      expect(await errorOf(manager.submit("1"))).to.include({ code: "Refused" });
      expect(manager.isInFlight("1")).to.equal(false);
      await manager.submit("1");
      expect(noncesOf(chain)).to.deep.equal([0]);
    }));

  it("keeps work in flight whose result could not be determined", () =>
    withManager(async (manager, chain) => {
      const broken = { conclude: () => Promise.reject(new Error("A fault of the caller.")) };
      const { finished } = await manager.submit("1", broken);
      chain.mine();
      expect(await errorOf(finished)).to.include({ message: "A fault of the caller." });
      expect(await errorOf(manager.submit("1"))).to.include({ code: "InFlight" });
    }));

  it("sends nothing for a purpose that is gone when its turn comes", () =>
    withManager(async (manager, chain) => {
      expect(await manager.submitWhenDue(() => undefined)).to.equal(undefined);
      expect(chain.signed.size).to.equal(0);
    }));

  it("replaces moot work with an empty transaction, and reports it as canceled", () => {
    let isMoot = false;
    return withManager(
      async (manager, chain) => {
        const replaced: string[] = [];
        const onReplaced: Follower<string, Outcome>["onReplaced"] = ({ purpose }) => replaced.push(purpose);
        const submission = await manager.submit("1", { ...follower, onReplaced });
        isMoot = true;
        await until(() => chain.broadcasts.includes(submission.hash) && submission.transactions.length === 2);
        chain.baseFee = 113;
        await until(() => new Set(chain.broadcasts).size === 2);
        chain.mine();
        expect(await submission.finished).to.include({ status: "canceled", hash: submission.hash });
        expect(replaced).to.deep.equal(["1"]);
      },
      { isObsolete: () => Promise.resolve(isMoot) },
    );
  });

  it("reports work as displaced if another program used its nonce", () =>
    withManager(async (manager, chain) => {
      const { finished } = await manager.submit("1");
      chain.takeNonce();
      expect(await finished).to.deep.equal({ status: "displaced", block: 1 });
    }));

  it("continues after the nonces of another program", () =>
    withManager(async (manager, chain) => {
      await manager.submit("1");
      chain.mine();
      chain.takeNonce();
      chain.faults = ["refused"];
      await manager.submit("2");
      expect(noncesOf(chain)).to.deep.equal([0, 1, 2]);
    }));

  it("fills the gap that a transaction leaves which the node lost", () =>
    withManager(async (manager, chain) => {
      chain.faults = ["lost"];
      const submissions = [await manager.submit("1"), await manager.submit("2")];
      chain.mine();
      expect(await chain.confirmedCount()).to.include({ count: 0 });
      chain.autoMine = true;
      const ends = await Promise.all(submissions.map(({ finished }) => finished));
      expect(ends.map(({ status }) => status)).to.deep.equal(["confirmed", "confirmed"]);
      expect(noncesOf(chain)).to.deep.equal([0, 1]);
    }));

  describe("given a reorganization", () => {
    for (const [how, isKept] of [
      ["the node returns the transaction to its pool", true],
      ["the node loses the transaction", false],
    ] as const) {
      it(`waits for the confirmations of the new block: ${how}`, () =>
        withManager(async (manager, chain) => {
          chain.confirmations = 3;
          let included = 0;
          const onIncluded = () => ++included;
          const { finished, hash } = await manager.submit("1", { ...follower, onIncluded });
          chain.mine();
          chain.emptyBlocks = 1;
          await until(() => included > 0);
          chain.reorganize(isKept);
          const before = chain.broadcasts.length;
          await until(() => chain.broadcasts.length > before);
          chain.mine();
          chain.emptyBlocks = 2;
          expect(await finished).to.include({ status: "confirmed", hash, block: 1 });
          expect(noncesOf(chain)).to.deep.equal([0]);
        }));
    }
  });

  describe("given a process that is killed", () => {
    /** Runs with the journal of a process that was killed just before it broadcast its transaction. */
    const withKilled = (run: (chain: FakeTransactionChain<string>, copy: string) => Promise<void>) =>
      withManager(async (manager, chain, file) => {
        chain.faults = ["lost"];
        const copied = new Promise<string>((resolve, reject) => {
          const onSubmitted = () => {
            copyFile(file, `${file}.copy`).then(() => {
              resolve(`${file}.copy`);
            }, reject);
          };
          manager.submit("1", { ...follower, onSubmitted }).catch(reject);
        });
        const copy = await copied;
        await manager.stop();
        await run(chain, copy);
      });

    it("broadcasts the very transaction that the journal has", () =>
      withKilled(async (chain, copy) => {
        chain.autoMine = true;
        const again = await startOn(chain, copy);
        expect(await errorOf(again.submit("1"))).to.include({ code: "InFlight" });
        expect(await again.resumed[0]?.finished).to.include({ status: "confirmed" });
        expect(noncesOf(chain)).to.deep.equal([0]);
        await again.stop();
      }));

    it("has no transaction whose record is torn: that was never broadcast", () =>
      withKilled(async (chain, copy) => {
        await truncate(copy, (await readFile(copy)).length - 1);
        const again = await startOn(chain, copy);
        expect(again.resumed).to.deep.equal([]);
        expect((await again.submit("2")).nonce).to.equal(0);
        await again.stop();
      }));

    it("refuses work that the earlier run left in flight, and frees it once that has ended", () =>
      withFile(async (file) => {
        const chain = new FakeTransactionChain(NOTHING);
        chain.autoMine = false;
        const first = await startOn(chain, file);
        const { hash } = await first.submit("1,2");
        const stopped = errorOf(first.inFlight[0]?.finished ?? Promise.resolve());
        await first.stop();
        expect(await stopped).to.include({ code: "Stopping" });
        expect(await errorOf(first.submit("3"))).to.include({ code: "Stopping" });
        const second = await startOn(chain, file);
        expect(second.resumed.map((submission) => [submission.hash, submission.purpose])).to.deep.equal([
          [hash, "1,2"],
        ]);
        expect(await errorOf(second.submit("2"))).to.include({ code: "InFlight" });
        chain.mine();
        await second.resumed[0]?.finished;
        await second.submit("2");
        expect(noncesOf(chain)).to.deep.equal([0, 1]);
        await second.stop();
      }));
  });
});
