import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import type { Mandate } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, MandateStatus, mandateOf, MAX_UINT96, type HubSystem } from "../../fixtures/hub.js";

const MAX_UINT32 = 2n ** 32n - 1n;
const MAX_UINT40 = 2n ** 40n - 1n;

async function mandateFixture() {
  const system = await hubFixture();
  await system.hub.connect(system.owner).setFee(30n);
  const mandate = await mandateOf(system);
  return { ...system, mandate, id: await system.hub.idOfMandate(mandate) };
}

/** What `Accepted` tells about a mandate. */
const told = (id: string, { payer, payee, limit, period, start, end, feeBps, ref }: Mandate) => [
  "Accepted",
  id,
  payer,
  payee,
  limit,
  period,
  start,
  end,
  feeBps,
  ref,
];

async function expectNothing({ hub }: HubSystem, id: string): Promise<void> {
  expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, MandateStatus.None]);
}

describe("PaymentHub.accept", () => {
  describe("given the payer", () => {
    it("accepts the mandate, logs all of it, returns its id and moves no coins", async () => {
      const { hub, coin, payer, payee, mandate, id } = await networkHelpers.loadFixture(mandateFixture);
      const before = await coin.balanceOf(payer);
      expect(await hub.connect(payer).accept.staticCall(mandate)).to.equal(id);
      const transaction = await hub.connect(payer).accept(mandate);
      expect(await eventsOf(transaction, hub)).to.deep.equal([told(id, mandate)]);
      expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, MandateStatus.Accepted]);
      expect(await coin.balanceOf(payer)).to.equal(before);
      expect(await coin.balanceOf(payee)).to.equal(0n);
    });

    it("reports each extreme of the terms", async () => {
      const system = await networkHelpers.loadFixture(mandateFixture);
      const { hub, payer } = system;
      for (const terms of [
        { limit: MAX_UINT96, period: MAX_UINT32, start: MAX_UINT40 - 1n, end: MAX_UINT40 },
        { limit: 1n, period: 1n, start: 0n, end: 1n, ref: `0x${"ff".repeat(32)}` },
        { limit: 1n, period: 1n, start: MAX_UINT40, end: 0n },
      ]) {
        const mandate = await mandateOf(system, terms);
        const transaction = await hub.connect(payer).accept(mandate);
        expect(await eventsOf(transaction, hub)).to.deep.equal([told(await hub.idOfMandate(mandate), mandate)]);
      }
    });

    it("keeps mandates apart that differ in the reference alone", async () => {
      const system = await networkHelpers.loadFixture(mandateFixture);
      const other = await system.hub.idOfMandate({ ...system.mandate, ref: `0x${"00".repeat(31)}01` });
      await system.hub.connect(system.payer).accept(system.mandate);
      await expectNothing(system, other);
    });

    it("lets the payee charge without a signature", async () => {
      const { hub, coin, payer, payee, mandate } = await networkHelpers.loadFixture(mandateFixture);
      await hub.connect(payer).accept(mandate);
      await hub.connect(payee).charge(mandate, 10n, "0x");
      expect(await coin.balanceOf(payee)).to.equal(10n);
    });
  });

  describe("given anybody else", () => {
    it("rejects, and the payee too", async () => {
      const system = await networkHelpers.loadFixture(mandateFixture);
      const { hub, owner, payee, stranger, mandate, id } = system;
      for (const caller of [payee, stranger, owner]) {
        await expectRevert(hub.connect(caller).accept(mandate), hub, "HubUnauthorized", [0n, id, caller.address]);
      }
      await expectNothing(system, id);
    });
  });

  describe("given a mandate that was accepted", () => {
    it("rejects it a second time, and forgets no charge", async () => {
      const { hub, payer, payee, mandate, id } = await networkHelpers.loadFixture(mandateFixture);
      await hub.connect(payer).accept(mandate);
      await hub.connect(payee).charge(mandate, mandate.limit, "0x");
      await expectRevert(hub.connect(payer).accept(mandate), hub, "HubAlreadyAccepted", [0n, id]);
      expect(await hub.mandateState(id)).to.deep.equal([mandate.limit, 0n, MandateStatus.Accepted]);
    });
  });

  describe("given a mandate that was revoked", () => {
    for (const party of ["payer", "payee"] as const) {
      for (const accepted of [false, true]) {
        it(`rejects it, revoked by the ${party} ${accepted ? "after" : "before"} it was accepted`, async () => {
          const system = await networkHelpers.loadFixture(mandateFixture);
          const { hub, payer, mandate, id } = system;
          if (accepted) await hub.connect(payer).accept(mandate);
          await hub.connect(system[party]).revoke(mandate);
          await expectRevert(hub.connect(payer).accept(mandate), hub, "HubRevoked", [0n, id]);
          expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, MandateStatus.Revoked]);
        });
      }
    }
  });

  describe("given terms that are none", () => {
    const wrong: [name: string, terms: Partial<Mandate>][] = [
      ["no limit", { limit: 0n }],
      ["no period", { period: 0n }],
      ["an end at the start", { start: 1000n, end: 1000n }],
      ["an end before the start", { start: 1000n, end: 999n }],
    ];
    for (const [name, terms] of wrong) {
      it(`rejects ${name}`, async () => {
        const system = await networkHelpers.loadFixture(mandateFixture);
        const { hub, payer } = system;
        const mandate = await mandateOf(system, terms);
        const id = await hub.idOfMandate(mandate);
        await expectRevert(hub.connect(payer).accept(mandate), hub, "HubInvalidMandate", [
          0n,
          id,
          mandate.limit,
          mandate.period,
          mandate.start,
          mandate.end,
        ]);
        await expectNothing(system, id);
      });
    }

    it("takes an end one second after the start", async () => {
      const system = await networkHelpers.loadFixture(mandateFixture);
      const mandate = await mandateOf(system, { start: 1000n, end: 1001n });
      await system.hub.connect(system.payer).accept(mandate);
    });
  });

  describe("given parties that are none", () => {
    it("rejects a payee that is zero, or the payer itself", async () => {
      const system = await networkHelpers.loadFixture(mandateFixture);
      const { hub, payer } = system;
      for (const payee of [ZeroAddress, payer.address]) {
        const mandate = await mandateOf(system, { payee });
        const id = await hub.idOfMandate(mandate);
        await expectRevert(hub.connect(payer).accept(mandate), hub, "HubInvalidMandateParties", [
          0n,
          id,
          payer.address,
          payee,
        ]);
        await expectNothing(system, id);
      }
    });
  });

  describe("given another fee than the hub's", () => {
    it("rejects one more and one less", async () => {
      const system = await networkHelpers.loadFixture(mandateFixture);
      const { hub, payer } = system;
      for (const feeBps of [29n, 31n, 0n, 65_535n]) {
        const mandate = await mandateOf(system, { feeBps });
        const id = await hub.idOfMandate(mandate);
        await expectRevert(hub.connect(payer).accept(mandate), hub, "HubFeeMismatch", [0n, id, feeBps, 30n]);
        await expectNothing(system, id);
      }
    });

    it("rejects a mandate that was written before the fee changed", async () => {
      const { hub, owner, payer, mandate, id } = await networkHelpers.loadFixture(mandateFixture);
      await hub.connect(owner).setFee(31n);
      await expectRevert(hub.connect(payer).accept(mandate), hub, "HubFeeMismatch", [0n, id, 30n, 31n]);
    });
  });
});
