import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  creditFixture,
  loanOf,
  MAX_GRACE,
  MAX_RATE,
  MAX_TERM,
  NO_DUE_DATE,
  SCV,
  signLoan,
  take,
  taken,
  advanceOf,
  openOrder,
  now,
  type CreditSystem,
  type Loan,
} from "../../fixtures/credit.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { DAY } from "../../fixtures/system.js";

const { time } = networkHelpers;
const HIGHEST_TIME = 2n ** 40n - 1n;

/** Expects that a schedule is rejected with its values. */
async function expectInvalidSchedule(system: CreditSystem, terms: Partial<Loan>): Promise<void> {
  const loan = await loanOf(system, terms);
  const { due, period, instalments, grace } = loan;
  const id = await system.credit.idOf(loan);
  await expectRevert(take(system, loan), system.credit, "CreditInvalidSchedule", [id, due, period, instalments, grace]);
}

/** Takes the offer in the given second. */
async function takeAt(system: CreditSystem, loan: Loan, second: bigint) {
  const signature = await signLoan(system, loan);
  await time.setNextBlockTimestamp(second);
  return system.credit.connect(system.provider).take(loan, [], signature);
}

describe("Credit.take, the terms", () => {
  describe("given the amount and the charge", () => {
    it("needs an amount, and takes at most 30% of it as the charge", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      for (const [amount, charge] of [
        [0n, 0n],
        [0n, 1n],
        [1n, 1n],
        [10n, 4n],
        [SCV, (SCV * 3n) / 10n + 1n],
      ] as const) {
        const loan = await loanOf(system, { amount, charge });
        const id = await system.credit.idOf(loan);
        await expectRevert(take(system, loan), system.credit, "CreditInvalidAmount", [id, amount, charge]);
      }
      for (const [amount, charge] of [
        [1n, 0n],
        [10n, 3n],
        [SCV, (SCV * 3n) / 10n],
      ] as const) {
        const id = await taken(system, await loanOf(system, { amount, charge }));
        expect(await system.credit.owedOf(id)).to.deep.equal([amount + charge, 0n]);
      }
    });
  });

  describe("given the rates", () => {
    it("takes at most 100% a year, and no late rate below the rate", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      for (const [rate, lateRate] of [
        [1n, 0n],
        [MAX_RATE, MAX_RATE - 1n],
        [0n, MAX_RATE + 1n],
        [MAX_RATE + 1n, MAX_RATE + 1n],
        [0n, HIGHEST_TIME],
      ] as const) {
        const loan = await loanOf(system, { rate, lateRate });
        const id = await system.credit.idOf(loan);
        await expectRevert(take(system, loan), system.credit, "CreditInvalidRate", [id, rate, lateRate]);
      }
      for (const [rate, lateRate] of [
        [0n, 0n],
        [0n, MAX_RATE],
        [MAX_RATE, MAX_RATE],
      ] as const) {
        await taken(system, await loanOf(system, { rate, lateRate }));
      }
    });
  });

  describe("given the schedule", () => {
    it("needs all of it or none of it", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const due = (await now()) + BigInt(30 * DAY);
      for (const terms of [
        { due, instalments: 0n },
        { due, instalments: 0n, period: 1n },
        { due, instalments: 1n, period: 1n },
        { due, instalments: 2n, period: 0n },
        { ...NO_DUE_DATE, period: 1n },
        { ...NO_DUE_DATE, instalments: 1n },
        { ...NO_DUE_DATE, grace: 1n },
      ]) {
        await expectInvalidSchedule(system, terms);
      }
    });

    it("needs the first due date in the future, by a second at least", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const due = (await now()) + 1_000n;
      const [late, early] = [await loanOf(system, { due }), await loanOf(system, { due: due + 2n })];
      await expectRevert(takeAt(system, late, due), system.credit, "CreditInvalidSchedule", [
        ...[await system.credit.idOf(late), due, 0n, 1n, 0n],
      ]);
      await takeAt(system, early, due + 1n);
    });

    it("takes a last due date up to five years ahead", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const at = (await now()) + 1_000n;
      const period = BigInt(30 * DAY);
      for (const [schedule, second] of [
        [{ due: at + MAX_TERM, instalments: 1n, period: 0n }, at],
        [{ due: at + 10n + MAX_TERM - 59n * period, instalments: 60n, period }, at + 10n],
      ] as const) {
        const tooLong = await loanOf(system, { ...schedule, due: schedule.due + 1n });
        await expectRevert(takeAt(system, tooLong, second), system.credit, "CreditInvalidSchedule", [
          ...[await system.credit.idOf(tooLong), schedule.due + 1n, schedule.period, schedule.instalments, 0n],
        ]);
        await takeAt(system, await loanOf(system, { ...schedule, due: schedule.due + 1n }), second + 1n);
      }
    });

    it("does not overflow at the highest values", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      for (const terms of [
        { due: HIGHEST_TIME },
        { due: HIGHEST_TIME, period: 2n ** 32n - 1n, instalments: 65_535n },
        { period: 2n ** 32n - 1n, instalments: 65_535n },
      ]) {
        await expectInvalidSchedule(system, terms);
      }
    });

    it("takes up to 90 days of grace", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      for (const grace of [MAX_GRACE + 1n, 2n ** 32n - 1n]) await expectInvalidSchedule(system, { grace });
      await taken(system, await loanOf(system, { grace: MAX_GRACE }));
    });
  });

  describe("given no due date", () => {
    it("takes a loan that only orders secure", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const deal = await openOrder(system);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      expect(await system.credit.owedOf(id)).to.deep.equal([SCV, 0n]);
    });
  });
});
