import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { Settler } from "../../../packages/gateway/src/settlement/settler.js";
import { FakeChain, OPTIONS, paymentOf, until, withSettler } from "../../fixtures/gateway.js";

const EXPIRED = "ERC3009InvalidAuthorizationTime";
const { validBefore } = paymentOf(1);
const replacementOf = (chain: FakeChain) => [...chain.signed.keys()][1] ?? "none signed";
const empty = (chain: FakeChain) => [...chain.signed.values()].filter(({ purpose }) => purpose.length === 0);

describe("Settler: transactions that no block accepts", () => {
  describe("given a node that permanently rejects a transaction", () => {
    for (const [max, transactions] of [
      [3, 4],
      [1, 10],
    ] as const) {
      it(`splits the batch into transactions of at most ${max}`, () =>
        withSettler(async (settler, chain) => {
          chain.mostPayments = max;
          const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
          const outcomes = await Promise.all(numbers.map((number) => settler.settle(paymentOf(number))));
          expect(outcomes.map(({ status }) => status)).to.deep.equal(numbers.map(() => "settled"));
          expect(await chain.confirmedCount()).to.include({ count: transactions });
        }));
    }

    it("does not split the batch if the rejection is temporary", () =>
      withSettler(async (settler, chain) => {
        chain.faults = ["refused", "refused"];
        const outcomes = await Promise.all([1, 2].map((number) => settler.settle(paymentOf(number))));
        expect(outcomes).to.deep.equal([1, 2].map(() => ({ status: "unsent", reason: "Refused" })));
      }));

    it("reports the payment as unsent, and reuses its nonce", () =>
      withSettler(async (settler, chain) => {
        chain.mostPayments = 0;
        expect(await settler.settle(paymentOf(1))).to.deep.equal({ status: "unsent", reason: "Unfit" });
        expect(chain.broadcasts).to.have.length(1);
        chain.mostPayments = 1;
        expect(await settler.settle(paymentOf(2))).to.include({ status: "settled" });
        expect([...chain.signed.values()].map(({ nonce }) => nonce)).to.deep.equal([0, 0]);
      }));

    it("does not reuse the nonce of a transaction that the node does not know", () =>
      withSettler(
        async (settler, chain) => {
          chain.faults = ["lost", "refused"];
          chain.autoMine = false;
          await settler.settle(paymentOf(1));
          await settler.settle(paymentOf(2));
          expect([...chain.signed.values()].map(({ nonce }) => nonce)).to.deep.equal([0, 1]);
          await until(() => chain.broadcasts.length >= 3);
          expect(chain.broadcasts).to.have.length(3);
        },
        { poll: 1_000, resend: 60_000, patience: 40 },
      ));

    it("uses up the nonce if the rejection comes later, and allows the payment to be retried", () =>
      withSettler(
        async (settler, chain) => {
          chain.reason = "NotMade";
          chain.mostPayments = 0;
          chain.faults = ["lost"];
          expect(await settler.settle(paymentOf(1))).to.deep.equal({ status: "unsent", reason: "NotSent" });
          expect(empty(chain)).to.have.length(1);
          chain.mostPayments = 1;
          expect(await settler.settle(paymentOf(1))).to.include({ status: "settled" });
          expect([...chain.signed.values()].map(({ nonce }) => nonce)).to.deep.equal([0, 0, 1]);
        },
        { patience: 60_000 },
      ));

    it("signs a single empty transaction, however often that is rejected", () =>
      withSettler(
        async (settler, chain) => {
          chain.mostPayments = 0;
          chain.faults = ["lost", "unfit", "unfit", "unfit", "unfit"];
          await settler.settle(paymentOf(1));
          expect(empty(chain)).to.have.length(1);
        },
        { patience: 60_000 },
      ));
  });

  describe("given payments that expire before a block includes them", () => {
    /** Requests payments at a fee of 100, which blocks no longer accept. */
    const withExpiring = (
      payments: ReturnType<typeof paymentOf>[],
      run: (chain: FakeChain, asked: Promise<unknown[]>, settler: Settler, file: string) => Promise<void>,
    ) =>
      withSettler(
        async (settler, chain, file) => {
          chain.autoMine = false;
          chain.reason = EXPIRED;
          const asked = Promise.all(payments.map((payment) => settler.settle(payment)));
          await until(() => chain.broadcasts.length > 0);
          chain.mostFee = 0;
          chain.baseFee = 110;
          await run(chain, asked, settler, file);
        },
        { patience: 2_000 },
      );

    it("replaces them with an empty transaction, with a price bump of one eighth", () =>
      withExpiring([paymentOf(1)], async (chain, asked) => {
        chain.time = validBefore;
        await until(() => chain.broadcasts.includes(replacementOf(chain)));
        expect(empty(chain)).to.deep.equal([{ nonce: 0, fee: 113, purpose: [] }]);
        chain.mine();
        expect(await asked).to.deep.equal([{ status: "failed", reason: EXPIRED }]);
      }));

    it("journals the replacement before broadcasting it, and finds it after a restart", () =>
      withExpiring([paymentOf(1)], async (chain, _asked, settler, file) => {
        chain.time = validBefore;
        await until(() => chain.broadcasts.includes(replacementOf(chain)));
        expect(await readFile(file, "utf8")).to.include(replacementOf(chain));
        await settler.stop();
        const again = await Settler.start(chain, file, { ...OPTIONS, patience: 2_000 });
        const asked = again.settle(paymentOf(1));
        await until(() => again.load.batches === 1);
        chain.mine();
        const outcome = await asked;
        await again.stop();
        expect(outcome).to.deep.equal({ status: "failed", reason: EXPIRED });
        expect(empty(chain)).to.have.length(1);
      }));

    it("reports them as settled if a block includes them nevertheless", () =>
      withExpiring([paymentOf(1)], async (chain, asked) => {
        chain.time = validBefore;
        await until(() => empty(chain).length > 0);
        chain.baseFee = 100;
        chain.mine();
        expect(await asked).to.deep.equal([{ status: "settled", hash: [...chain.signed.keys()][0], block: 1 }]);
      }));

    it("waits while one of them is still valid", () =>
      withExpiring([paymentOf(1), paymentOf(2, { validBefore: validBefore + 1n })], async (chain, asked) => {
        chain.time = validBefore;
        const before = chain.broadcasts.length;
        await until(() => chain.broadcasts.length > before + 2);
        expect(empty(chain)).to.have.length(0);
        chain.time = validBefore + 1n;
        await until(() => chain.broadcasts.includes(replacementOf(chain)));
        chain.mine();
        expect(await asked).to.have.length(2);
      }));
  });
});
