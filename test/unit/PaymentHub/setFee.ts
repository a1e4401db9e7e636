import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, MAX_FEE_BPS } from "../../fixtures/hub.js";
import { acceptedMandate } from "../../fixtures/mandates.js";

async function paidFixture() {
  const system = await acceptedMandate({}, 50n);
  await system.hub.connect(system.payee).charge(system.mandate, 1000n, "0x");
  return system;
}

describe("PaymentHub.setFee", () => {
  describe("given a new hub", () => {
    it("takes no fee, and at most 1%", async () => {
      const { hub } = await networkHelpers.loadFixture(hubFixture);
      expect(await hub.fee()).to.equal(0n);
      expect(await hub.fees()).to.equal(0n);
      expect(await hub.MAX_FEE_BPS()).to.equal(MAX_FEE_BPS);
    });
  });

  describe("given the owner", () => {
    it("sets the fee and logs it, up to the highest and down to none", async () => {
      const { hub, owner } = await networkHelpers.loadFixture(hubFixture);
      for (const fee of [1n, MAX_FEE_BPS, 0n]) {
        const transaction = await hub.connect(owner).setFee(fee);
        expect(await eventsOf(transaction, hub)).to.deep.equal([["FeeSet", fee]]);
        expect(await hub.fee()).to.equal(fee);
      }
    });

    it("rejects more than the highest", async () => {
      const { hub, owner } = await networkHelpers.loadFixture(hubFixture);
      await hub.connect(owner).setFee(7n);
      for (const fee of [MAX_FEE_BPS + 1n, 10_000n, 65_535n]) {
        await expectRevert(hub.connect(owner).setFee(fee), hub, "HubInvalidFee", [fee, MAX_FEE_BPS]);
      }
      expect(await hub.fee()).to.equal(7n);
    });

    it("leaves the fees alone that were taken before", async () => {
      const { hub, owner } = await networkHelpers.loadFixture(paidFixture);
      expect(await hub.fees()).to.equal(5n);
      for (const fee of [MAX_FEE_BPS, 0n]) {
        await hub.connect(owner).setFee(fee);
        expect(await hub.fees()).to.equal(5n);
      }
    });
  });

  describe("given anybody else", () => {
    it("reverts because only the owner may set the fee", async () => {
      const { hub, deployer, payer, payee, stranger } = await networkHelpers.loadFixture(hubFixture);
      for (const caller of [deployer, payer, payee, stranger]) {
        await expectRevert(hub.connect(caller).setFee(1n), hub, "OwnableUnauthorizedAccount", [caller.address]);
      }
      expect(await hub.fee()).to.equal(0n);
    });
  });
});
