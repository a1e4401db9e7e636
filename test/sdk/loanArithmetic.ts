import { expect } from "chai";
import type { Client } from "../../packages/sdk/src/core/client.js";
import {
  accrueTo,
  afterPayment,
  loanOwedAt,
  loanSchedule,
  nextDueAt,
  overdueAt,
  rateOf,
  yearlyBpsOf,
  type LoanAccount,
} from "../../packages/sdk/src/arithmetic.js";
import { draftLoan, repayLoan, signLoanOffer, takeLoan } from "../../packages/sdk/src/credit/index.js";
import { MAX_RATE } from "../../packages/sdk/src/credit/limits.js";
import { allowCredit } from "../fixtures/creditClients.js";
import { onANode, type Live } from "../fixtures/live.js";
import { DAY, seenBy } from "../fixtures/liveHub.js";
import { numbers } from "../fixtures/random.js";
import { expectError } from "../fixtures/sdk.js";

const LOANS = 12;
const STEPS = 6;

onANode("sdk: arithmetic of loans", (live) => {
  let bob: Client;
  let carol: Client;

  beforeEach(async () => {
    [bob, carol] = [seenBy(live(), "bob"), seenBy(live(), "carol")];
    await allowCredit(bob, carol);
  });

  it("is that of the contract, for random terms, times and payments", async () => {
    const random = numbers("arithmetic of loans");
    for (let count = 0; count < LOANS; count++) {
      const instalments = 1n + random(3n);
      const rate = random(64n) % MAX_RATE;
      const draft = await draftLoan(carol, {
        ...{ amount: 1n + random(60n), rate, lateRate: rate + (random(64n) % (MAX_RATE - rate)), pull: false },
        ...{ dueWithin: 1_000n + random(20n), instalments, period: instalments === 1n ? 0n : 1n + random(20n) },
        grace: random(18n),
      });
      const { loanId } = await takeLoan(bob, await signLoanOffer(carol, draft));
      let account = await accountOf(bob, loanId);
      for (let step = 0; step < STEPS; step++) {
        await live().pass(Number(1n + random(21n)));
        await expectSame(live(), bob, loanId, account);
        const amount = random(58n) % (loanOwedAt(account, await live().now()) + 1n);
        if (amount === 0n) continue;
        const { receipt } = await repayLoan(bob, { loanId, amount });
        account = afterPayment(accrueTo(account, await timeOf(live(), receipt.blockNumber)), amount);
        if (account.principal + account.charges === 0n) break;
        const { principal, charges, accruedAt } = await bob.credit.loanOf(loanId);
        expect(account).to.include({ principal, charges, accruedAt });
      }
    }
  });

  it("has a schedule that leaves no principal overdue, and nothing owed at the end", async () => {
    const draft = await draftLoan(carol, {
      ...{ amount: 10n ** 18n + 1n, charge: 7n, yearlyBps: 1_250n, dueWithin: DAY, instalments: 3n, period: DAY },
      grace: 100n,
    });
    const { loanId, receipt } = await takeLoan(bob, await signLoanOffer(carol, draft));
    const { credit } = bob;
    for (const { dueAt, overdueAfter, principal, charges, left } of loanSchedule(
      draft.loan,
      await timeOf(live(), receipt.blockNumber),
    )) {
      await live().node.request("evm_setNextBlockTimestamp", [Number(dueAt)]);
      const { owed } = await repayLoan(bob, { loanId, amount: principal + charges });
      expect(owed).to.equal(left);
      if (left === 0n) break;
      await live().node.request("evm_setNextBlockTimestamp", [Number(overdueAfter)]);
      await live().node.request("evm_mine");
      const later = await credit.owedOf(loanId);
      expect(later.overdue).to.equal(0n);
    }
    await expectError(repayLoan(bob, { loanId }), "CreditWrongStatus", { id: loanId, status: 2n });
  });

  it("converts yearly rates there and back", () => {
    for (let bps = 0n; bps <= 10_000n; bps++) expect(yearlyBpsOf(rateOf(bps))).to.equal(bps);
  });
});

/** Expects that the arithmetic says what the contract says in the last block. */
async function expectSame(live: Live, { credit }: Client, loanId: string, account: LoanAccount): Promise<void> {
  const now = await live.now();
  const { owed, overdue } = await credit.owedOf(loanId);
  expect([loanOwedAt(account, now), overdueAt(account, now)]).to.deep.equal([owed, overdue]);
  // Nothing is overdue up to the grace period of the next due date, if everything before was repaid.
  const next = nextDueAt(account, now);
  expect(next === undefined || next + account.grace >= now).to.equal(true);
}

/** What the contract stores, as a plain object. */
async function accountOf({ credit }: Client, loanId: string): Promise<LoanAccount> {
  const stored = await credit.loanOf(loanId);
  const { amount, principal, charges, accruedAt, rate, lateRate, due, period, instalments, grace, lapsesAt } = stored;
  return { amount, principal, charges, accruedAt, rate, lateRate, due, period, instalments, grace, lapsesAt };
}

async function timeOf({ provider }: Live, block: number): Promise<bigint> {
  return BigInt((await provider.getBlock(block))?.timestamp ?? 0);
}
