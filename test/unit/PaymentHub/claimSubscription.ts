import { expect } from "chai";
import { SUBSCRIPTION_CASES } from "../../fixtures/accrualCases.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { expectClaim, expectSent, feeFixture, opened, Status, subscriptionOf, soon } from "../../fixtures/hub.js";

const { time } = networkHelpers;

/** An open subscription of 10,000 per 100 seconds at 1% with 25,000 paid in. */
async function openFixture() {
  const system = await feeFixture();
  const start = await soon();
  const deal = await subscriptionOf(system, { price: 10_000n, period: 100n, start });
  return { ...system, start, deal, id: await opened(system, deal, 25_000n) };
}

describe("PaymentHub.claim of a subscription", () => {
  for (const { name, terms, amount, due } of SUBSCRIPTION_CASES) {
    describe(`given a subscription ${name}`, () => {
      for (const [seconds, owed] of due) {
        it(`pays ${owed} at ${seconds} seconds`, async () => {
          const system = await networkHelpers.loadFixture(feeFixture);
          const start = await soon();
          const deal = await subscriptionOf(system, { price: 10_000n, period: 100n, start, ...terms?.(start) });
          await opened(system, deal, amount);
          await expectClaim(system, deal, start + seconds, owed);
        });
      }
    });
  }

  describe("given an open subscription", () => {
    it("pays what each caller claims to the payee alone", async () => {
      for (const role of ["payer", "payee", "arbiter", "stranger"] as const) {
        const system = await networkHelpers.loadFixture(openFixture);
        await time.setNextBlockTimestamp(system.start);
        await expectSent(system, system.hub.connect(system[role]).claim(packed(system.deal)), { payee: 9_900n });
      }
    });

    it("pays each period once, until it is dry; it stays open", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { coin, hub, start, deal, id } = system;
      await expectClaim(system, deal, start, 10_000n);
      await expectClaim(system, deal, start + 99n, 0n);
      await expectClaim(system, deal, start + 100n, 10_000n);
      await expectClaim(system, deal, start + 199n, 0n);
      await expectClaim(system, deal, start + 200n, 5_000n);
      await expectClaim(system, deal, start + 300n, 0n);
      expect(await hub.escrowOf(id)).to.deep.equal([25_000n, 25_000n, 0n, Status.Open]);
      expect(await coin.balanceOf(hub)).to.equal(250n);
    });

    it("pays what was owed in the meantime once a dry subscription is topped up", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, sponsor, start, deal, id } = system;
      await expectClaim(system, deal, start + 350n, 25_000n);
      await time.setNextBlockTimestamp(start + 450n);
      await hub.connect(sponsor).open(packed(deal), 40_000n, "0x");
      await expectClaim(system, deal, start + 499n, 25_000n);
      await expectClaim(system, deal, start + 500n, 10_000n);
      expect(await hub.escrowOf(id)).to.deep.equal([65_000n, 60_000n, 0n, Status.Open]);
    });

    it("pays what the payee did not refund, and what it did out of the next top-up", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, payer, payee, start, deal } = system;
      await time.setNextBlockTimestamp(start + 100n);
      await hub.connect(payee).refund(packed(deal), 12_000n);
      await expectClaim(system, deal, start + 101n, 13_000n);
      await hub.connect(payer).open(packed(deal), 100_000n, "0x");
      await expectClaim(system, deal, start + 200n, 17_000n);
    });
  });
});
