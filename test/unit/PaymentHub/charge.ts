import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MandateStatus, mandateOf } from "../../fixtures/hub.js";
import { acceptedMandate, balancesOf, expectCharge, signedFixture } from "../../fixtures/mandates.js";

const { time } = networkHelpers;
const PERIOD = 1000n;
const LIMIT = 100n;

/** A mandate that was accepted and whose first period starts 1000 seconds from now. */
async function startingFixture() {
  const start = BigInt(await time.latest()) + 1000n;
  return acceptedMandate({ limit: LIMIT, period: PERIOD, start });
}

async function endingFixture() {
  const start = BigInt(await time.latest()) + 1000n;
  return acceptedMandate({ limit: LIMIT, period: PERIOD, start, end: start + 1500n });
}

type Started = Awaited<ReturnType<typeof startingFixture>>;

/** Charges in the given second after the start. */
async function chargeAt({ hub, payee, mandate }: Started, second: bigint, amount: bigint) {
  await time.setNextBlockTimestamp(mandate.start + second);
  return hub.connect(payee).charge(mandate, amount, "0x");
}

/** Expects a charge in that second to be refused, with exactly this left of the limit. */
async function expectLimit(system: Started, second: bigint, amount: bigint, available: bigint): Promise<void> {
  await expectRevert(chargeAt(system, second, amount), system.hub, "HubInvalidAmount", [
    0n,
    system.id,
    amount,
    available,
  ]);
}

describe("PaymentHub.charge", () => {
  describe("given the first charge", () => {
    it("accepts the mandate, then pays the payee out of the payer's allowance", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, coin, payer, payee, mandate, id, signature } = system;
      await coin.connect(payer).approve(hub, 25n);
      const charge = () => hub.connect(payee).charge(mandate, 10n, signature);
      const events = await eventsOf(await expectCharge(system, charge, 10n, 0n), hub, coin);
      const { limit, period, start, end, feeBps, ref } = mandate;
      expect(events).to.deep.equal([
        ["Accepted", id, payer.address, payee.address, limit, period, start, end, feeBps, ref],
        ["Charged", id, payer.address, payee.address, 10n, 0n],
        ["Transfer", payer.address, payee.address, 10n],
      ]);
      expect(await hub.mandateState(id)).to.deep.equal([10n, 0n, MandateStatus.Accepted]);
      expect(await coin.allowance(payer, hub)).to.equal(15n);
    });

    it("needs no signature later, and takes no notice of one", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, coin, payer, payee, mandate, id, signature } = system;
      await hub.connect(payee).charge(mandate, 10n, signature);
      for (const later of ["0x", signature, "0x1234"]) {
        const events = await eventsOf(await hub.connect(payee).charge(mandate, 5n, later), hub, coin);
        expect(events).to.deep.equal([
          ["Charged", id, payer.address, payee.address, 5n, 0n],
          ["Transfer", payer.address, payee.address, 5n],
        ]);
      }
      expect(await hub.mandateState(id)).to.deep.equal([25n, 0n, MandateStatus.Accepted]);
      expect(await coin.balanceOf(payee)).to.equal(25n);
    });

    it("takes the signature also when the payer accepted before", async () => {
      const { hub, coin, payer, payee, mandate, signature } = await networkHelpers.loadFixture(signedFixture);
      await hub.connect(payer).accept(mandate);
      await hub.connect(payee).charge(mandate, 10n, signature);
      expect(await coin.balanceOf(payee)).to.equal(10n);
    });

    it("rejects other terms than the hub takes, as accept does", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, payee, owner, mandate, id, signature } = system;
      await hub.connect(owner).setFee(1n);
      await expectRevert(hub.connect(payee).charge(mandate, 10n, signature), hub, "HubFeeMismatch", [0n, id, 0n, 1n]);
      const none = { ...mandate, feeBps: 1n, limit: 0n };
      await expectRevert(hub.connect(payee).charge(none, 10n, signature), hub, "HubInvalidMandate", [
        0n,
        hub.idOfMandate(none),
        0n,
        none.period,
        none.start,
        none.end,
      ]);
    });
  });

  describe("given another caller than the payee", () => {
    it("rejects, with the signature or after acceptance, and the payer too", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, payer, payee, owner, stranger, mandate, id, signature } = system;
      const refuses = async (bytes: string) => {
        for (const caller of [payer, stranger, owner]) {
          await expectRevert(hub.connect(caller).charge(mandate, 10n, bytes), hub, "HubUnauthorized", [
            0n,
            id,
            caller.address,
          ]);
        }
      };
      await refuses(signature);
      await hub.connect(payee).charge(mandate, 10n, signature);
      await refuses("0x");
      expect(await hub.mandateState(id)).to.deep.equal([10n, 0n, MandateStatus.Accepted]);
    });

    it("cannot name itself as the payee of the same signature", async () => {
      const { hub, payer, stranger, mandate, signature } = await networkHelpers.loadFixture(signedFixture);
      const stolen = { ...mandate, payee: stranger.address };
      await expectRevert(hub.connect(stranger).charge(stolen, 10n, signature), hub, "HubInvalidSignature", [
        0n,
        hub.idOfMandate(stolen),
        payer.address,
      ]);
    });
  });

  describe("given the amount", () => {
    it("rejects nothing, and more than the limit", async () => {
      const system = await networkHelpers.loadFixture(startingFixture);
      await expectLimit(system, 0n, 0n, LIMIT);
      await expectLimit(system, 1n, LIMIT + 1n, LIMIT);
      await expectLimit(system, 2n, 2n ** 256n - 1n, LIMIT);
      // In 96 bits it would be 1.
      await expectLimit(system, 3n, 2n ** 96n + 1n, LIMIT);
    });

    it("takes the limit in parts, and then not one unit", async () => {
      const system = await networkHelpers.loadFixture(startingFixture);
      await chargeAt(system, 0n, 1n);
      await expectLimit(system, 1n, LIMIT, LIMIT - 1n);
      await chargeAt(system, 2n, LIMIT - 1n);
      await expectLimit(system, 3n, 1n, 0n);
      await expectLimit(system, 4n, 0n, 0n);
      expect(await system.hub.mandateState(system.id)).to.deep.equal([LIMIT, 0n, MandateStatus.Accepted]);
      expect(await system.coin.balanceOf(system.payee)).to.equal(LIMIT);
    });
  });

  describe("given periods", () => {
    it("frees the limit in the first second of the next one, and not a second earlier", async () => {
      const system = await networkHelpers.loadFixture(startingFixture);
      const { hub, id } = system;
      await chargeAt(system, 0n, LIMIT);
      await expectLimit(system, PERIOD - 1n, 1n, 0n);
      await chargeAt(system, PERIOD, 60n);
      expect(await hub.mandateState(id)).to.deep.equal([60n, 1n, MandateStatus.Accepted]);
      await expectLimit(system, 2n * PERIOD - 2n, 41n, 40n);
      await chargeAt(system, 2n * PERIOD - 1n, 40n);
      await chargeAt(system, 2n * PERIOD, LIMIT);
      expect(await hub.mandateState(id)).to.deep.equal([LIMIT, 2n, MandateStatus.Accepted]);
    });

    it("adds nothing up over periods without a charge", async () => {
      const system = await networkHelpers.loadFixture(startingFixture);
      await chargeAt(system, 0n, 1n);
      await expectLimit(system, 7n * PERIOD, LIMIT + 1n, LIMIT);
      await chargeAt(system, 8n * PERIOD - 1n, LIMIT);
      expect(await system.hub.mandateState(system.id)).to.deep.equal([LIMIT, 7n, MandateStatus.Accepted]);
      await chargeAt(system, 8n * PERIOD, LIMIT);
    });

    it("counts them from the start, not from the first charge", async () => {
      const system = await networkHelpers.loadFixture(startingFixture);
      await chargeAt(system, PERIOD - 1n, LIMIT);
      await chargeAt(system, PERIOD, LIMIT);
      expect(await system.coin.balanceOf(system.payee)).to.equal(2n * LIMIT);
    });

    it("counts each mandate for itself", async () => {
      const system = await networkHelpers.loadFixture(startingFixture);
      const { hub, payer, payee, mandate } = system;
      const other = await mandateOf(system, { ...mandate, ref: `0x${"11".repeat(32)}` });
      await hub.connect(payer).accept(other);
      await chargeAt(system, 0n, LIMIT);
      await hub.connect(payee).charge(other, LIMIT, "0x");
      await expectLimit(system, 2n, 1n, 0n);
    });
  });

  describe("given the start", () => {
    it("rejects the second before, and reports the last one that is too early", async () => {
      const system = await networkHelpers.loadFixture(startingFixture);
      await expectRevert(chargeAt(system, -1n, 1n), system.hub, "HubTooEarly", [
        0n,
        system.id,
        system.mandate.start - 1n,
      ]);
      await chargeAt(system, 0n, 1n);
    });
  });

  describe("given an end", () => {
    it("takes the last second before it, and refuses the end itself and later", async () => {
      const system = await networkHelpers.loadFixture(endingFixture);
      await chargeAt(system, 1499n, LIMIT);
      for (const second of [1500n, 1501n, 9999n]) {
        await expectRevert(chargeAt(system, second, 1n), system.hub, "HubTooLate", [
          0n,
          system.id,
          system.mandate.start + 1499n,
        ]);
      }
    });
  });

  describe("given a mandate that was revoked", () => {
    for (const party of ["payer", "payee"] as const) {
      it(`rejects the signature that the ${party} revoked before it was used`, async () => {
        const system = await networkHelpers.loadFixture(signedFixture);
        const { hub, payee, mandate, id, signature } = system;
        await hub.connect(system[party]).revoke(mandate);
        const before = await balancesOf(system);
        for (const bytes of [signature, "0x"]) {
          await expectRevert(hub.connect(payee).charge(mandate, 10n, bytes), hub, "HubRevoked", [0n, id]);
        }
        expect(await balancesOf(system)).to.deep.equal(before);
      });

      it(`rejects the mandate that the ${party} revoked after a charge, with the signature too`, async () => {
        const system = await networkHelpers.loadFixture(signedFixture);
        const { hub, payee, mandate, id, signature } = system;
        await hub.connect(payee).charge(mandate, 10n, signature);
        await hub.connect(system[party]).revoke(mandate);
        for (const bytes of [signature, "0x"]) {
          await expectRevert(hub.connect(payee).charge(mandate, 10n, bytes), hub, "HubRevoked", [0n, id]);
        }
        expect(await hub.mandateState(id)).to.deep.equal([10n, 0n, MandateStatus.Revoked]);
      });
    }
  });

  describe("given a large limit", () => {
    it("charges the whole balance of the payer", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, coin, payer, payee } = system;
      const mandate = await mandateOf(system, { limit: 2n ** 96n - 1n });
      await hub.connect(payer).accept(mandate);
      const charge = () => hub.connect(payee).charge(mandate, parseEther("50"), "0x");
      await expectCharge(system, charge, parseEther("50"), 0n);
      expect(await coin.balanceOf(payer)).to.equal(0n);
    });
  });
});
