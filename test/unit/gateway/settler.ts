import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { keyOf } from "../../../packages/gateway/src/settlement/payment.js";
import { MAX_BATCH } from "../../../packages/gateway/src/settlement/paymentBatch.js";
import { Settler } from "../../../packages/gateway/src/settlement/settler.js";
import { errorOf, FakeChain, OPTIONS, paymentOf, until, withFile, withSettler } from "../../fixtures/gateway.js";

describe("Settler", () => {
  it("settles concurrent payments in one transaction", () =>
    withSettler(async (settler, chain) => {
      const outcomes = await Promise.all([1, 2, 3].map((number) => settler.settle(paymentOf(number))));
      const [hash] = chain.broadcasts;
      expect(outcomes).to.deep.equal([1, 2, 3].map(() => ({ status: "settled", hash, block: 1 })));
      expect(chain.broadcasts).to.have.length(1);
      await until(() => settler.load.batches === 0);
      expect(settler.load).to.deep.equal({ payments: 0, batches: 0, capacity: 50 });
    }));

  it("settles the rest of a batch if one payment fails, and allows that one to be retried", () =>
    withSettler(async (settler, chain) => {
      chain.refused.add(keyOf(paymentOf(1)));
      const [first, second] = await Promise.all([settler.settle(paymentOf(1)), settler.settle(paymentOf(2))]);
      expect(first).to.include({ status: "failed", reason: "ERC20InsufficientBalance" });
      expect(second).to.include({ status: "settled" });
      chain.refused.clear();
      expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
    }));

  it("settles a payment once, however often it is requested, while in flight and afterwards", () =>
    withSettler(async (settler, chain) => {
      const outcomes = await Promise.all([1, 1, 1].map((number) => settler.settle(paymentOf(number))));
      outcomes.push(await settler.settle(paymentOf(1)));
      expect(new Set(outcomes.map(({ status }) => status))).to.deep.equal(new Set(["settled"]));
      expect(chain.broadcasts).to.have.length(1);
    }));

  it("rejects a different payment with the same nonce", () =>
    withSettler(async (settler) => {
      const other = paymentOf(1, { value: 1n });
      const [one, two] = await Promise.all([settler.settle(paymentOf(1)), settler.settle(other)]);
      expect(one).to.include({ status: "settled" });
      expect(two).to.include({ status: "failed", reason: "OtherPaymentWithNonce" });
      expect(await settler.settle(other)).to.include({ status: "failed", reason: "OtherPaymentWithNonce" });
    }));

  it("reports a payment as settled that another party submitted first", () =>
    withSettler(async (settler, chain) => {
      chain.made.set(keyOf(paymentOf(1)), { hash: "0xother", block: 77 });
      expect(await settler.settle(paymentOf(1))).to.deep.equal({ status: "settled", hash: "0xother", block: 77 });
    }));

  it("rejects payments beyond its capacity, and accepts them once a slot is free", () =>
    withSettler(
      async (settler, chain) => {
        chain.autoMine = false;
        const inFlight = [1, 2].map((number) => settler.settle(paymentOf(number)));
        expect(await errorOf(settler.settle(paymentOf(3)))).to.include({ code: "QueueFull" });
        await until(() => chain.broadcasts.length > 0);
        chain.mine();
        await Promise.all(inFlight);
        chain.autoMine = true;
        expect(await settler.settle(paymentOf(3))).to.include({ status: "settled" });
      },
      { capacity: 2 },
    ));

  it("reports a payment as pending, and its outcome later", () =>
    withSettler(
      async (settler, chain) => {
        chain.autoMine = false;
        expect(await settler.settle(paymentOf(1))).to.deep.equal({ status: "pending", hash: chain.broadcasts[0] });
        chain.mine();
        expect(await settler.settle(paymentOf(1))).to.include({ status: "settled", hash: chain.broadcasts[0] });
        expect(new Set(chain.broadcasts).size).to.equal(1);
      },
      { patience: 15 },
    ));

  it("rebroadcasts the same transaction if the node lost it", () =>
    withSettler(async (settler, chain) => {
      chain.faults = ["lost"];
      expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
      expect(chain.broadcasts).to.have.length(2);
      expect(new Set(chain.broadcasts).size).to.equal(1);
    }));

  it("rebroadcasts long before the resubmission timeout if the node does not know the transaction", () =>
    withSettler(
      async (settler, chain) => {
        chain.faults = ["lost"];
        expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
      },
      { resend: 60_000, patience: 60_000 },
    ));

  it("signs a rejected transaction once more, then reports it as unsent", () =>
    withSettler(async (settler, chain) => {
      chain.faults = ["refused", "refused"];
      expect(await settler.settle(paymentOf(1))).to.deep.equal({ status: "unsent", reason: "Refused" });
      expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
    }));

  it("sends queued payments before it stops, and reports their outcomes", () =>
    withSettler(
      async (settler) => {
        const asked = settler.settle(paymentOf(1));
        await settler.stop();
        expect(await asked).to.include({ status: "settled" });
        expect(await errorOf(settler.settle(paymentOf(2)))).to.include({ code: "Stopping" });
        expect(settler.obstacle).to.include({ code: "Stopping" });
      },
      { gather: 1_000, drain: 1_000 },
    ));

  it("waits for a block no longer than the drain time when it stops", () =>
    withSettler(
      async (settler, chain) => {
        chain.autoMine = false;
        const asked = settler.settle(paymentOf(1));
        await settler.stop();
        expect(await asked).to.deep.equal({ status: "pending", hash: chain.broadcasts[0] });
      },
      { drain: 10 },
    ));

  it("locks its journal", () =>
    withSettler(async (settler, chain, file) => {
      expect(await errorOf(Settler.start(chain, file, OPTIONS))).to.include({ code: "JournalInUse" });
      await settler.stop();
      await (await Settler.start(chain, file, OPTIONS)).stop();
    }));

  it("releases a journal that it cannot read", () =>
    withFile(async (file) => {
      await writeFile(file, "nonsense\nnonsense\n");
      for (const time of ["first", "second"]) {
        expect(await errorOf(Settler.start(new FakeChain(), file, OPTIONS)), time).to.include({
          code: "JournalDamaged",
        });
      }
    }));

  it("rejects a batch size beyond the gas limit of a transaction", () =>
    withFile(async (file) => {
      const started = Settler.start(new FakeChain(), file, { ...OPTIONS, max: MAX_BATCH + 1 });
      expect(await errorOf(started)).to.be.instanceOf(RangeError);
    }));

  it("reports batches and outcomes to its listener", () =>
    withFile(async (file) => {
      const events: unknown[] = [];
      const chain = new FakeChain();
      chain.refused.add(keyOf(paymentOf(2)));
      const settler = await Settler.start(chain, file, OPTIONS, {
        onSent: (batch) => events.push(batch),
        onFinished: (batch) => events.push(batch),
        onEnded: ({ seconds, ...rest }) => events.push({ ...rest, isQuick: seconds >= 0 && seconds < 60 }),
      });
      await Promise.all([1, 2].map((number) => settler.settle(paymentOf(number))));
      await settler.stop();
      const batch = { batch: 1, nonce: 0, hash: chain.broadcasts[0] };
      expect(events).to.deep.equal([
        { ...batch, payments: 2, isReplacement: false },
        { status: "settled", reason: undefined, isQuick: true },
        { status: "failed", reason: "ERC20InsufficientBalance", isQuick: true },
        { ...batch, settled: 1, failed: 1, gasUsed: 21_000n, fee: 42_000n },
      ]);
    }));

  it("assigns nonces without gaps", () =>
    withSettler(
      async (settler, chain) => {
        await Promise.all(Array.from({ length: 25 }, (_, index) => settler.settle(paymentOf(index + 1))));
        expect([...chain.signed.values()].map(({ nonce }) => nonce)).to.deep.equal([0, 1, 2, 3, 4]);
      },
      { max: 5 },
    ));

  describe("given a restart", () => {
    /** Stops while payments are in flight, and restarts on the same chain and journal. */
    const restarted = (
      before: (settler: Settler, chain: FakeChain) => Promise<unknown>,
      after: (settler: Settler, chain: FakeChain) => Promise<void>,
    ) =>
      withFile(async (file) => {
        const chain = new FakeChain();
        chain.autoMine = false;
        const options = { ...OPTIONS, linger: 5, patience: 30 };
        const first = await Settler.start(chain, file, options);
        await before(first, chain);
        await first.stop();
        const second = await Settler.start(chain, file, options);
        try {
          await after(second, chain);
        } finally {
          await second.stop();
        }
      });

    it("finds what was mined in the meantime", () =>
      restarted(
        async (settler, chain) => {
          await settler.settle(paymentOf(1));
          await settler.stop();
          chain.mine();
        },
        async (settler, chain) => {
          expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
          expect(new Set(chain.broadcasts).size).to.equal(1);
        },
      ));

    it("rebroadcasts what the node does not know, with the same hash", () =>
      restarted(
        async (settler, chain) => {
          chain.faults = ["lost", "lost", "lost", "lost"];
          await settler.settle(paymentOf(1));
        },
        async (settler, chain) => {
          chain.faults = [];
          chain.autoMine = true;
          await sleep(10);
          expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
          expect(new Set(chain.broadcasts).size).to.equal(1);
        },
      ));

    it("knows settled payments", () =>
      restarted(
        async (settler, chain) => {
          chain.autoMine = true;
          await settler.settle(paymentOf(1));
        },
        async (settler, chain) => {
          expect(settler.knows(paymentOf(1))).to.equal(true);
          expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
          expect(chain.broadcasts).to.have.length(1);
        },
      ));

    it("assigns new payments nonces after those of open batches", () =>
      restarted(
        async (settler, chain) => {
          chain.faults = ["lost", "lost", "lost", "lost"];
          await settler.settle(paymentOf(1));
        },
        async (settler, chain) => {
          chain.faults = ["lost"];
          await settler.settle(paymentOf(2));
          expect([...chain.signed.values()].map(({ nonce }) => nonce)).to.deep.equal([0, 1]);
        },
      ));
  });
});
