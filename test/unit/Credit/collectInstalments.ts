import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  COLLECTION_PERIOD,
  creditFixture,
  loanOf,
  MAX_UINT256,
  now,
  SCV,
  signLoan,
  taken,
  type CreditSystem,
  type Loan,
} from "../../fixtures/credit.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

const { time } = networkHelpers;
const RATE = 10n ** 10n;
const LATE_RATE = 3n * RATE;

/** Three instalments of a loan of 1,000 base units, 100 seconds apart, with a grace period of 10 seconds. */
async function instalmentsFixture() {
  const system = await creditFixture();
  await system.coin.connect(system.provider).approve(system.credit, MAX_UINT256);
  const due = (await now()) + 1_000n;
  const terms = { amount: 1_000n, due, period: 100n, instalments: 3n, grace: 10n, pull: true };
  const id = await taken(system, await loanOf(system, terms));
  return { ...system, id, due };
}

/** What is owed and overdue in the given second. */
async function owedAt({ credit }: CreditSystem, id: string, second: bigint): Promise<bigint[]> {
  await time.setNextBlockTimestamp(second);
  return (await credit.owedOf(id, { blockTag: "pending" })).map(BigInt);
}

/** Takes a loan of 1 SCV with both rates, in the given second. */
async function takenAt(system: CreditSystem, terms: Partial<Loan>, second: bigint): Promise<string> {
  const loan = await loanOf(system, { rate: RATE, lateRate: LATE_RATE, ...terms });
  const signature = await signLoan(system, loan);
  await time.setNextBlockTimestamp(second);
  await system.credit.connect(system.provider).take(loan, [], signature);
  return system.credit.idOf(loan);
}

describe("Credit.collect, instalments and interest", () => {
  describe("given instalments that do not divide the principal", () => {
    it("makes each overdue one second after its grace period, the last with the rest", async () => {
      const system = await networkHelpers.loadFixture(instalmentsFixture);
      const { id, due } = system;
      for (const [second, overdue] of [
        [0n, 0n],
        [10n, 0n],
        [11n, 334n],
        [110n, 334n],
        [111n, 667n],
        [210n, 667n],
        [211n, 1_000n],
        [1_000n, 1_000n],
      ] as const) {
        expect(await owedAt(system, id, due + second)).to.deep.equal([1_000n, overdue]);
      }
    });

    it("collects each once", async () => {
      const system = await networkHelpers.loadFixture(instalmentsFixture);
      const { credit, coin, lender, id, due } = system;
      const before = await coin.balanceOf(lender);
      for (const [second, received] of [
        [11n, 334n],
        [111n, 667n],
        [211n, 1_000n],
      ] as const) {
        await time.setNextBlockTimestamp(due + second);
        await credit.collect(id);
        expect((await coin.balanceOf(lender)) - before).to.equal(received);
        if (received === 1_000n) continue;
        await time.setNextBlockTimestamp(due + second + 99n);
        await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, 1_000n - received, 0n]);
      }
    });

    it("collects several together", async () => {
      const system = await networkHelpers.loadFixture(instalmentsFixture);
      const { credit, coin, lender, id, due } = system;
      const before = await coin.balanceOf(lender);
      await time.setNextBlockTimestamp(due + 111n);
      await credit.collect(id);
      expect((await coin.balanceOf(lender)) - before).to.equal(667n);
    });

    it("counts what was repaid before against the first ones", async () => {
      const system = await networkHelpers.loadFixture(instalmentsFixture);
      const { credit, provider, id, due } = system;
      await credit.connect(provider).repay(id, 500n);
      expect(await owedAt(system, id, due + 11n)).to.deep.equal([500n, 0n]);
      expect(await owedAt(system, id, due + 111n)).to.deep.equal([500n, 167n]);
    });
  });

  describe("given a charge", () => {
    it("makes all of it due with the first instalment", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const due = (await now()) + 1_000n;
      const terms = { amount: 1_000n, charge: 60n, due, period: 100n, instalments: 2n };
      const id = await taken(system, await loanOf(system, terms));
      expect(await owedAt(system, id, due)).to.deep.equal([1_060n, 0n]);
      expect(await owedAt(system, id, due + 1n)).to.deep.equal([1_060n, 560n]);
    });
  });

  describe("given interest", () => {
    it("leaves what accrues after a due date that was met to the next one", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider } = system;
      const start = (await now()) + 100n;
      const due = start + 1_000n;
      const id = await takenAt(system, { due, period: 100n, instalments: 2n }, start);
      await coin.connect(provider).approve(credit, MAX_UINT256);
      await time.setNextBlockTimestamp(due);
      await credit.connect(provider).repay(id, SCV / 2n + 1_000n * RATE);
      const interest = 99n * (RATE / 2n);
      expect(await owedAt(system, id, due + 99n)).to.deep.equal([SCV / 2n + interest, 0n]);
      const both = SCV / 2n + 101n * (RATE / 2n) + (LATE_RATE - RATE) / 2n;
      expect(await owedAt(system, id, due + 101n)).to.deep.equal([both, both]);
    });

    it("makes what accrued overdue with each instalment", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const start = (await now()) + 100n;
      const due = start + 1_000n;
      const id = await takenAt(system, { due, period: 100n, instalments: 2n }, start);
      const interest = 1_001n * RATE;
      expect(await owedAt(system, id, due + 1n)).to.deep.equal([SCV + interest, SCV / 2n + interest]);
    });

    it("charges the late rate from the end of the last grace period on", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const start = (await now()) + 100n;
      const id = await takenAt(system, { due: start + 1_000n, period: 100n, instalments: 2n, grace: 50n }, start);
      for (const [second, interest] of [
        [0n, 0n],
        [1_100n, 1_100n * RATE],
        [1_150n, 1_150n * RATE],
        [1_151n, 1_150n * RATE + LATE_RATE],
        [2_150n, 1_150n * RATE + 1_000n * LATE_RATE],
      ] as const) {
        if (second > 0n) await time.setNextBlockTimestamp(start + second);
        const [owed] = await system.credit.owedOf(id, { blockTag: second > 0n ? "pending" : "latest" });
        expect(owed).to.equal(SCV + interest);
      }
    });

    it("is the same whether or not it is brought up to date on the way", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, sponsor } = system;
      await coin.connect(sponsor).approve(credit, MAX_UINT256);
      const start = (await now()) + 100n;
      const id = await takenAt(system, { due: start + 1_000n, charge: 10n }, start);
      // Repaying the charge changes no interest, which accrues on the principal.
      for (const second of [500n, 1_000n, 1_200n]) {
        await time.setNextBlockTimestamp(start + second);
        await credit.connect(sponsor).repay(id, 1n);
      }
      const interest = 1_000n * RATE + 400n * LATE_RATE;
      expect((await owedAt(system, id, start + 1_400n))[0]).to.equal(SCV + 7n + interest);
    });

    it("ends when the loan lapses", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const start = (await now()) + 100n;
      const due = start + 1_000n;
      const id = await takenAt(system, { due }, start);
      const last = SCV + 1_000n * RATE + COLLECTION_PERIOD * LATE_RATE;
      expect(await owedAt(system, id, due + COLLECTION_PERIOD - 1n)).to.deep.equal([
        last - LATE_RATE,
        last - LATE_RATE,
      ]);
      expect(await owedAt(system, id, due + COLLECTION_PERIOD)).to.deep.equal([last, last]);
      expect(await owedAt(system, id, due + COLLECTION_PERIOD + 1_000n)).to.deep.equal([last, last]);
    });
  });
});
