import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { keyOf } from "../../../packages/gateway/src/settlement/payment.js";
import { SettlementError } from "../../../packages/gateway/src/settlement/errors.js";
import { Settler } from "../../../packages/gateway/src/settlement/settler.js";
import {
  closeFile,
  errorOf,
  FakeChain,
  fillDiskOf,
  OPTIONS,
  paymentOf,
  until,
  withSettler,
} from "../../fixtures/gateway.js";

describe("Settler: faults", () => {
  describe("given fees that rise above those of a batch", () => {
    /** Requests one payment at a fee of 100, then raises the fee to 1000. */
    const rising = (
      run: (settler: Settler, chain: FakeChain, asked: Promise<unknown>, file: string) => Promise<void>,
    ) =>
      withSettler(
        async (settler, chain, file) => {
          chain.autoMine = false;
          const asked = settler.settle(paymentOf(1));
          await until(() => chain.broadcasts.length > 0);
          chain.baseFee = 1_000;
          chain.mine();
          await run(settler, chain, asked, file);
        },
        { patience: 2_000 },
      );
    const hashes = (chain: FakeChain) => [...new Set(chain.broadcasts)];

    it("replaces the transaction with a price bump: same payments, same nonce", () =>
      rising(async (_settler, chain, asked) => {
        await until(() => hashes(chain).length === 2);
        chain.mine();
        expect(await asked).to.deep.equal({ status: "settled", hash: hashes(chain)[1], block: 1 });
        expect([...chain.signed.values()]).to.deep.equal([
          { nonce: 0, fee: 100, purpose: [paymentOf(1)] },
          { nonce: 0, fee: 1_000, purpose: [paymentOf(1)] },
        ]);
      }));

    it("accepts the first transaction, too, if a block includes it", () =>
      rising(async (_settler, chain, asked) => {
        await until(() => hashes(chain).length === 2);
        chain.baseFee = 100;
        chain.mine();
        expect(await asked).to.deep.equal({ status: "settled", hash: hashes(chain)[0], block: 1 });
      }));

    it("journals a replacement before broadcasting it", () =>
      rising(async (_settler, chain, asked, file) => {
        await until(() => hashes(chain).length === 2);
        expect(await readFile(file, "utf8")).to.include(hashes(chain)[1]);
        chain.mine();
        await asked;
      }));

    it("reports the latest transaction while it is pending", () =>
      withSettler(
        async (settler, chain) => {
          chain.autoMine = false;
          const asked = settler.settle(paymentOf(1));
          await until(() => chain.broadcasts.length > 0);
          chain.baseFee = 1_000;
          expect(await asked).to.deep.equal({ status: "pending", hash: [...chain.signed.keys()][1] });
        },
        { patience: 200 },
      ));

    it("rebroadcasts the same transaction if a price bump exceeds the fee cap", () =>
      rising(async (_settler, chain, asked) => {
        chain.mostFee = 900;
        const before = chain.broadcasts.length;
        await until(() => chain.broadcasts.length > before + 2);
        expect(hashes(chain)).to.have.length(1);
        chain.baseFee = 100;
        chain.mine();
        expect(await asked).to.include({ status: "settled" });
      }));

    for (const [which, baseFee] of [100, 1_000].entries()) {
      it(`finds transaction ${which + 1} of a batch after a restart`, () =>
        rising(async (settler, chain, _asked, file) => {
          await until(() => hashes(chain).length === 2);
          await settler.stop();
          chain.baseFee = baseFee;
          chain.mine();
          const again = await Settler.start(chain, file, OPTIONS);
          expect(again.resumed).to.equal(1);
          const outcome = await again.settle(paymentOf(1));
          await again.stop();
          expect(outcome).to.deep.equal({ status: "settled", hash: hashes(chain)[which], block: 1 });
          expect(hashes(chain)).to.have.length(2);
        }));
    }
  });

  describe("given a foreign transaction with the account's nonce", () => {
    it("reports the outcomes of the displaced payments", () =>
      withSettler(async (settler, chain) => {
        chain.autoMine = false;
        const asked = [1, 2].map((number) => settler.settle(paymentOf(number)));
        await until(() => chain.broadcasts.length > 0);
        chain.made.set(keyOf(paymentOf(1)), { hash: "0xother", block: 1 });
        chain.takeNonce();
        expect(await Promise.all(asked)).to.deep.equal([
          { status: "settled", hash: "0xother", block: 1 },
          { status: "failed", reason: "ERC20InsufficientBalance" },
        ]);
      }));

    it("allows a displaced payment that would still succeed to be retried", () =>
      withSettler(async (settler, chain) => {
        chain.autoMine = false;
        chain.reason = "NotMade";
        const asked = settler.settle(paymentOf(1));
        await until(() => chain.broadcasts.length > 0);
        chain.takeNonce();
        expect(await asked).to.deep.equal({ status: "unsent", reason: "NotSent" });
        chain.autoMine = true;
        expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
      }));
  });

  describe("given a node that cannot find a payment that a stranger brought", () => {
    it("asks it in growing pauses, and reports the outcome once the node answers", () =>
      withSettler(async (settler, chain) => {
        const attempts: number[] = [];
        const { findPayment } = chain;
        chain.refused.add(keyOf(paymentOf(1)));
        chain.findPayment = () => {
          attempts.push(performance.now());
          return Promise.reject(new Error("rate limit exceeded"));
        };
        const asked = settler.settle(paymentOf(1));
        await until(() => attempts.length === 8);
        const pauses = attempts.slice(1).map((time, at) => time - (attempts[at] ?? 0));
        // From 2 to 128 ms. Timers of Node.js may be early by less than a millisecond.
        for (const [at, pause] of pauses.entries()) expect(pause).to.be.above(OPTIONS.poll * 2 ** at - 1);
        chain.made.set(keyOf(paymentOf(1)), { hash: "0xstranger", block: 1 });
        chain.findPayment = findPayment;
        expect(await asked).to.deep.equal({ status: "settled", hash: "0xstranger", block: 1 });
      }));
  });

  describe("given a full disk", () => {
    it("sends nothing more and reports it, and the next start continues", async function () {
      if (process.platform !== "linux") this.skip();
      await withSettler(async (settler, chain, file) => {
        await settler.settle(paymentOf(1));
        fillDiskOf(file);
        expect(await settler.settle(paymentOf(2))).to.include({ status: "unsent", reason: "JournalUnwritable" });
        expect(await settler.broken).to.include({ code: "JournalUnwritable" });
        expect(settler.obstacle).to.include({ code: "JournalUnwritable" });
        expect(await errorOf(settler.settle(paymentOf(3)))).to.include({ code: "JournalUnwritable" });
        expect(await errorOf(settler.check())).to.include({ code: "JournalUnwritable" });
        expect(chain.broadcasts).to.have.length(1);
        // Settled payments stay known.
        expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
        await settler.stop();
        const again = await Settler.start(chain, file, OPTIONS);
        const outcomes = [await again.settle(paymentOf(1)), await again.settle(paymentOf(2))];
        await again.stop();
        expect(outcomes.map(({ status }) => status)).to.deep.equal(["settled", "settled"]);
      });
    });

    it("does not report a payment as failed that the next start will send", async function () {
      if (process.platform !== "linux") this.skip();
      await withSettler(async (settler, chain, file) => {
        chain.broadcast = () => {
          fillDiskOf(file);
          return Promise.reject(new SettlementError("Refused", "No."));
        };
        expect(await settler.settle(paymentOf(1))).to.include({ status: "unsent", reason: "JournalUnwritable" });
        expect(settler.obstacle).to.include({ code: "JournalUnwritable" });
        await settler.stop();
        chain.broadcast = (transaction) => FakeChain.prototype.broadcast.call(chain, transaction);
        const again = await Settler.start(chain, file, OPTIONS);
        expect(again.resumed).to.equal(1);
        const outcome = await again.settle(paymentOf(1));
        await again.stop();
        expect(outcome).to.include({ status: "settled" });
        expect(chain.signed.size).to.equal(1);
      });
    });

    it("detects by itself that the journal is unwritable", async function () {
      if (process.platform !== "linux") this.skip();
      await withSettler(async (settler, _chain, file) => {
        await settler.check();
        closeFile(file);
        expect(await errorOf(settler.check())).to.include({ code: "JournalUnwritable" });
        expect(await settler.broken).to.include({ code: "JournalUnwritable" });
      });
    });
  });
});
