import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { opened, orderOf, streamOf, type HubSystem } from "../../fixtures/hub.js";
import { packed } from "../../fixtures/deals.js";
import { acceptedMandate, balancesOf } from "../../fixtures/mandates.js";

/** Fees of a charge and a release, 15 units in all, beside 10 SCV in escrow that are nobody's fee. */
async function feesFixture() {
  const system = await acceptedMandate({}, 100n);
  const { hub, payer, payee, mandate } = system;
  await hub.connect(payee).charge(mandate, 1000n, "0x");
  const order = await orderOf(system);
  await opened(system, order);
  await hub.connect(payer).release(packed(order), 500n);
  return system;
}

async function emptyFixture() {
  return acceptedMandate({}, 100n);
}

/** Expects the call to send so many units from the hub to the treasury, and nothing else. */
async function expectCollected(system: HubSystem, caller: "owner" | "payee" | "stranger", amount: bigint) {
  const { hub, coin, treasury } = system;
  const [before, treasuryBefore] = [await balancesOf(system), await coin.balanceOf(treasury)];
  const events = await eventsOf(await hub.connect(system[caller]).collect(), hub, coin);
  const after = await balancesOf(system);
  expect(await coin.balanceOf(treasury)).to.equal(treasuryBefore + amount);
  expect(after.hub).to.equal(before.hub - amount);
  expect([after.payer, after.payee, after.fees]).to.deep.equal([before.payer, before.payee, 0n]);
  expect(after.others.slice(1)).to.deep.equal(before.others.slice(1));
  const transfer = amount === 0n ? [] : [["Transfer", hub.target, treasury.target, amount]];
  expect(events).to.deep.equal([["Collected", treasury.target, amount], ...transfer]);
}

describe("PaymentHub.collect", () => {
  describe("given fees", () => {
    for (const caller of ["owner", "payee", "stranger"] as const) {
      it(`sends exactly the fees to the treasury when the ${caller} calls`, async () => {
        const system = await networkHelpers.loadFixture(feesFixture);
        expect(await system.hub.fees()).to.equal(15n);
        await expectCollected(system, caller, 15n);
      });
    }

    it("sends nothing a second time", async () => {
      const system = await networkHelpers.loadFixture(feesFixture);
      await expectCollected(system, "stranger", 15n);
      await expectCollected(system, "stranger", 0n);
    });

    it("sends later fees for themselves", async () => {
      const system = await networkHelpers.loadFixture(feesFixture);
      await expectCollected(system, "stranger", 15n);
      await system.hub.connect(system.payee).charge(system.mandate, 200n, "0x");
      await expectCollected(system, "stranger", 2n);
    });

    it("leaves the rate alone", async () => {
      const { hub } = await networkHelpers.loadFixture(feesFixture);
      await hub.collect();
      expect(await hub.fee()).to.equal(100n);
    });
  });

  describe("given no fees", () => {
    it("sends nothing, though there are coins in escrow and coins that came by mistake", async () => {
      const system = await networkHelpers.loadFixture(emptyFixture);
      await opened(system, await streamOf(system), parseEther("3"));
      await system.coin.connect(system.sponsor).transfer(system.hub, 1000n);
      await expectCollected(system, "stranger", 0n);
      expect(await system.coin.balanceOf(system.hub)).to.equal(parseEther("3") + 1000n);
    });
  });
});
