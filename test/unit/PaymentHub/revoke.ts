import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MandateStatus, mandateOf } from "../../fixtures/hub.js";
import { acceptedMandate, signedFixture } from "../../fixtures/mandates.js";

async function runningFixture() {
  return acceptedMandate();
}

describe("PaymentHub.revoke", () => {
  for (const party of ["payer", "payee"] as const) {
    describe(`given the ${party}`, () => {
      it("ends a mandate for ever, and keeps what was charged", async () => {
        const system = await networkHelpers.loadFixture(runningFixture);
        const { hub, payee, mandate, id } = system;
        await hub.connect(payee).charge(mandate, 7n, "0x");
        const transaction = await hub.connect(system[party]).revoke(mandate);
        expect(await eventsOf(transaction, hub)).to.deep.equal([["Revoked", id, system[party].address]]);
        expect(await hub.mandateState(id)).to.deep.equal([7n, 0n, MandateStatus.Revoked]);
      });

      it("makes a mandate impossible that was not accepted", async () => {
        const system = await networkHelpers.loadFixture(signedFixture);
        const { hub, mandate, id } = system;
        const transaction = await hub.connect(system[party]).revoke(mandate);
        expect(await eventsOf(transaction, hub)).to.deep.equal([["Revoked", id, system[party].address]]);
        expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, MandateStatus.Revoked]);
      });

      it("rejects a second time, no matter who revoked first", async () => {
        const system = await networkHelpers.loadFixture(runningFixture);
        const { hub, payer, payee, mandate, id } = system;
        await hub.connect(system[party]).revoke(mandate);
        for (const caller of [payer, payee]) {
          await expectRevert(hub.connect(caller).revoke(mandate), hub, "HubRevoked", [0n, id]);
        }
      });

      it("leaves other mandates alone", async () => {
        const system = await networkHelpers.loadFixture(runningFixture);
        const { hub, coin, payer, payee, mandate } = system;
        const other = await mandateOf(system, { limit: 5n });
        await hub.connect(payer).accept(other);
        await hub.connect(system[party]).revoke(mandate);
        await hub.connect(payee).charge(other, 5n, "0x");
        expect(await coin.balanceOf(payee)).to.equal(5n);
      });
    });
  }

  describe("given anybody else", () => {
    it("rejects, before and after it was accepted", async () => {
      const { hub, payer, owner, sponsor, stranger, mandate, id } = await networkHelpers.loadFixture(signedFixture);
      for (const status of [MandateStatus.None, MandateStatus.Accepted]) {
        if (status === MandateStatus.Accepted) await hub.connect(payer).accept(mandate);
        for (const caller of [owner, sponsor, stranger]) {
          await expectRevert(hub.connect(caller).revoke(mandate), hub, "HubUnauthorized", [0n, id, caller.address]);
        }
        expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, status]);
      }
    });
  });
});
