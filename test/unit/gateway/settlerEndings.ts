import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { JOURNAL_FORMAT } from "../../../packages/gateway/src/settlement/journalFormat.js";
import { keyOf } from "../../../packages/gateway/src/settlement/payment.js";
import { Settler } from "../../../packages/gateway/src/settlement/settler.js";
import { Journal } from "../../../packages/tx/src/journal.js";
import { FakeChain, OPTIONS, paymentOf, until, withFile, withSettler } from "../../fixtures/gateway.js";

const silent = () => Promise.reject(new Error("The node does not respond."));
const never = () => new Promise<never>(() => undefined);

describe("Settler: when it reports outcomes", () => {
  describe("given a payment that the batch did not make", () => {
    /** Runs with a chain on which the first payment reverts. */
    const withRevert = (
      run: (settler: Settler, chain: FakeChain, file: string) => Promise<void>,
      options: Parameters<typeof withSettler>[1] = {},
    ) =>
      withSettler(
        async (settler, chain, file) => {
          chain.refused.add(keyOf(paymentOf(1)));
          await run(settler, chain, file);
        },
        { patience: 60_000, ...options },
      );

    it("reports the others at once, and this one as soon as the node responds", () =>
      withRevert(async (settler, chain) => {
        chain.findPayment = silent;
        const first = settler.settle(paymentOf(1));
        expect(await settler.settle(paymentOf(2))).to.include({ status: "settled" });
        expect(settler.load).to.include({ payments: 1, batches: 1 });
        chain.findPayment = () => Promise.resolve(undefined);
        expect(await first).to.include({ status: "failed", reason: "ERC20InsufficientBalance" });
      }));

    it("reports the failure even if the node never returns the reason", () =>
      withRevert(async (settler, chain) => {
        let asked = 0;
        chain.revertReason = () => {
          asked++;
          return silent();
        };
        expect(await settler.settle(paymentOf(1))).to.deep.equal({
          status: "failed",
          reason: "NotMade",
          hash: chain.broadcasts[0],
        });
        expect(asked).to.equal(3);
      }));

    it("reports the reason if the node finally returns it", () =>
      withRevert(async (settler, chain) => {
        let asked = 0;
        chain.revertReason = () => (++asked < 3 ? silent() : Promise.resolve("ERC3009UsedAuthorization"));
        expect(await settler.settle(paymentOf(1))).to.include({ reason: "ERC3009UsedAuthorization" });
      }));

    it("queries until it is known whether another party made it, at the block that used the nonce", () =>
      withRevert(async (settler, chain) => {
        const blocks: unknown[] = [];
        chain.findPayment = (_payment, block) => {
          blocks.push(block);
          return blocks.length < 6 ? silent() : Promise.resolve({ hash: "0xother", block: 9 });
        };
        const outcome = await settler.settle(paymentOf(1));
        expect(outcome).to.deep.equal({ status: "settled", hash: "0xother", block: 9 });
        expect(blocks).to.deep.equal([1, 1, 1, 1, 1, 1]);
      }));

    it("queries the reason at that block, too", () =>
      withRevert(async (settler, chain) => {
        const blocks: unknown[] = [];
        chain.revertReason = (_payment, block) => {
          blocks.push(block);
          return Promise.resolve("ERC20InsufficientBalance");
        };
        await settler.settle(paymentOf(1));
        expect(blocks).to.deep.equal([1]);
      }));

    it("looks up at most eight at once", () =>
      withRevert(
        async (settler, chain) => {
          const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
          for (const number of numbers) chain.refused.add(keyOf(paymentOf(number)));
          let [running, max] = [0, 0];
          chain.findPayment = async () => {
            max = Math.max(max, ++running);
            await sleep(2);
            running--;
            return undefined;
          };
          const outcomes = await Promise.all(numbers.map((number) => settler.settle(paymentOf(number))));
          expect(outcomes.filter(({ status }) => status === "failed")).to.have.length(20);
          expect(max).to.equal(8);
        },
        { max: 20 },
      ));

    it("reports the same outcomes if a restart interrupts the lookup", () =>
      withFile(async (file) => {
        const chain = new FakeChain();
        chain.refused.add(keyOf(paymentOf(1)));
        chain.findPayment = silent;
        const settler = await Settler.start(chain, file, OPTIONS);
        void settler.settle(paymentOf(1));
        const second = await settler.settle(paymentOf(2));
        await settler.stop();
        chain.findPayment = () => Promise.resolve(undefined);
        const again = await Settler.start(chain, file, OPTIONS);
        expect(again.resumed).to.equal(1);
        expect(await again.settle(paymentOf(2))).to.deep.equal(second);
        await until(() => again.load.payments === 0);
        chain.refused.clear();
        expect(await again.settle(paymentOf(1))).to.include({ status: "settled" });
        await again.stop();
        expect(chain.broadcasts).to.have.length(2);
      }));
  });

  describe("given lagging nodes behind one address", () => {
    /** Makes the chain report transactions as unknown this many times. */
    const lagging = (chain: FakeChain, times: number) => {
      const receipt = chain.receipt.bind(chain);
      let left = times;
      chain.receipt = (hash) => (left-- > 0 ? Promise.resolve("unknown") : receipt(hash));
    };

    it("does not give up a batch that is in a block", () =>
      withSettler(async (settler, chain) => {
        lagging(chain, 9);
        chain.findPayment = never;
        expect(await settler.settle(paymentOf(1))).to.include({ status: "settled", hash: chain.broadcasts[0] });
      }));

    it("restarts the count once a node knows the transaction", () =>
      withSettler(async (settler, chain) => {
        let polls = 0;
        chain.findPayment = never;
        const receipt = chain.receipt.bind(chain);
        chain.receipt = (hash) => {
          polls++;
          if (polls > 25) return receipt(hash);
          return Promise.resolve(polls % 9 === 0 ? "pending" : "unknown");
        };
        expect(await settler.settle(paymentOf(1))).to.include({ status: "settled", hash: chain.broadcasts[0] });
      }));

    it("looks up the payments of a batch that it gives up at the block that used the nonce", () =>
      withSettler(async (settler, chain) => {
        lagging(chain, 1_000);
        const blocks: number[] = [];
        chain.findPayment = (_payment, block) => {
          blocks.push(block);
          return Promise.resolve({ hash: "0xfound", block });
        };
        expect(await settler.settle(paymentOf(1))).to.deep.equal({ status: "settled", hash: "0xfound", block: 1 });
        expect(blocks).to.deep.equal([1]);
      }));
  });

  describe("given a node that no longer responds", () => {
    const options = { answerWithin: 20, patience: 30 };

    it("reports a payment as unsent if it could not be signed", () =>
      withSettler(async (settler, chain) => {
        const sign = chain.sign.bind(chain);
        chain.sign = never;
        expect(await settler.settle(paymentOf(1))).to.deep.include({ status: "unsent", reason: "Unreachable" });
        chain.sign = sign;
        expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
      }, options));

    it("reports a payment as unsent if the node does not return the nonce", () =>
      withSettler(async (settler, chain) => {
        chain.transactionCount = never;
        expect(await settler.settle(paymentOf(1))).to.deep.include({ status: "unsent", reason: "Unreachable" });
      }, options));

    it("reports the transaction while its broadcast hangs, and sends the next", () =>
      withSettler(
        async (settler, chain) => {
          const broadcast = chain.broadcast.bind(chain);
          chain.broadcast = never;
          const [hash] = await Promise.all([
            settler.settle(paymentOf(1)).then((outcome) => outcome.status === "pending" && outcome.hash),
            until(() => chain.signed.size > 0),
          ]);
          expect(hash).to.equal([...chain.signed.keys()][0]);
          chain.broadcast = broadcast;
          await until(async () => (await settler.settle(paymentOf(2))).status === "settled");
          await until(async () => (await settler.settle(paymentOf(1))).status === "settled");
          expect([...chain.signed.values()].map(({ nonce }) => nonce)).to.deep.equal([0, 1]);
        },
        { answerWithin: 100, patience: 50 },
      ));
  });

  it("sends a payment once that two callers gave up and two others requested again", () =>
    withSettler(
      async (settler, chain) => {
        // Payments gather while another one is in flight.
        chain.autoMine = false;
        const earlier = settler.settle(paymentOf(2));
        await until(() => chain.broadcasts.length === 1);
        const first = settler.settle(paymentOf(1));
        const second = settler.settle(paymentOf(1));
        expect(await first).to.deep.equal({ status: "unsent", reason: "NotSent" });
        const third = settler.settle(paymentOf(1));
        expect(await second).to.deep.equal({ status: "unsent", reason: "NotSent" });
        const fourth = settler.settle(paymentOf(1));
        await until(() => chain.broadcasts.length > 1);
        chain.mine();
        expect((await Promise.all([third, fourth])).map(({ status }) => status)).to.deep.equal(["settled", "settled"]);
        expect([...chain.signed.values()].map(({ purpose }) => purpose.length)).to.deep.equal([1, 1]);
        await earlier;
        await until(() => settler.load.payments === 0);
      },
      { patience: 500, gather: 750, linger: 750, resend: 60_000 },
    ));

  it("tracks a payment in two batches until both have ended", () =>
    withFile(async (file) => {
      const chain = new FakeChain();
      chain.autoMine = false;
      const { journal } = await Journal.open(file, { identity: chain.identity, format: JOURNAL_FORMAT });
      const payment = paymentOf(1);
      const payments = [payment];
      const [first, second] = [await chain.sign(payments, 0), await chain.sign(payments, 1)];
      for (const [nonce, transaction] of [first, second].entries()) {
        await journal.sent({ id: nonce + 1, nonce, transactions: [transaction], purpose: payments });
      }
      await journal.close();
      chain.refused.add(keyOf(payment));
      await chain.broadcast(first);
      chain.mine();
      chain.refused.clear();
      const settler = await Settler.start(chain, file, { ...OPTIONS, patience: 2_000 });
      await until(() => settler.load.batches === 1 && chain.broadcasts.length > 1);
      const asked = settler.settle(payment);
      chain.mine();
      const outcome = await asked;
      await settler.stop();
      expect(outcome).to.deep.equal({ status: "settled", hash: second.hash, block: 2 });
      expect(chain.signed.size).to.equal(2);
    }));
});
