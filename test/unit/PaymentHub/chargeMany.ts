import { expect } from "chai";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { mandateData, type Mandate } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, MandateStatus, mandateOf } from "../../fixtures/hub.js";
import { balancesOf } from "../../fixtures/mandates.js";
import { domainOf, sign } from "../../fixtures/signatures.js";

/** The payer accepted a mandate, the sponsor signed one; the fee is 1%. */
async function twoFixture() {
  const system = await hubFixture();
  const { hub, owner, payer, sponsor } = system;
  await hub.connect(owner).setFee(100n);
  const first = await mandateOf(system);
  const second = await mandateOf(system, { payer: sponsor.address });
  await hub.connect(payer).accept(first);
  const signature = await sign(sponsor, mandateData(await domainOf(hub), second));
  const ids = [await hub.idOfMandate(first), await hub.idOfMandate(second)] as const;
  const charges = [
    { mandate: first, amount: 1000n, signature: "0x" },
    { mandate: second, amount: 500n, signature },
  ] as const;
  return { ...system, first, second, ids, charges };
}

type Two = Awaited<ReturnType<typeof twoFixture>>;

/** Expects neither payer to have paid, and the second mandate not to be accepted. */
async function expectUnpaid(system: Two, before: Awaited<ReturnType<typeof balancesOf>>): Promise<void> {
  expect(await balancesOf(system)).to.deep.equal(before);
  expect(await system.hub.mandateState(system.ids[0])).to.deep.equal([0n, 0n, MandateStatus.Accepted]);
  expect(await system.hub.mandateState(system.ids[1])).to.deep.equal([0n, 0n, MandateStatus.None]);
}

describe("PaymentHub.chargeMany", () => {
  describe("given mandates of different payers", () => {
    it("charges each, in order, accepted or signed", async () => {
      const { hub, coin, payer, sponsor, payee, second, ids, charges } = await networkHelpers.loadFixture(twoFixture);
      const transaction = await hub.connect(payee).chargeMany([...charges]);
      const { limit, period, start, end, feeBps, ref } = second;
      expect(await eventsOf(transaction, hub, coin)).to.deep.equal([
        ["Charged", ids[0], payer.address, payee.address, 1000n, 10n],
        ["Transfer", payer.address, payee.address, 990n],
        ["Transfer", payer.address, hub.target, 10n],
        ["Accepted", ids[1], sponsor.address, payee.address, limit, period, start, end, feeBps, ref],
        ["Charged", ids[1], sponsor.address, payee.address, 500n, 5n],
        ["Transfer", sponsor.address, payee.address, 495n],
        ["Transfer", sponsor.address, hub.target, 5n],
      ]);
      expect(await hub.mandateState(ids[0])).to.deep.equal([1000n, 0n, MandateStatus.Accepted]);
      expect(await hub.mandateState(ids[1])).to.deep.equal([500n, 0n, MandateStatus.Accepted]);
      expect(await hub.fees()).to.equal(15n);
    });

    it("takes exactly the sum of each", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, coin, payer, sponsor, payee, stranger, charges } = system;
      await expectChanges(
        hub.connect(payee).chargeMany([...charges]),
        coin,
        [payer, sponsor, payee, hub, stranger],
        [-1000n, -500n, 1485n, 15n, 0n],
      );
    });
  });

  describe("given one mandate more than once", () => {
    it("counts each part against the limit", async () => {
      const { hub, payee, first, ids } = await networkHelpers.loadFixture(twoFixture);
      const part = (amount: bigint) => ({ mandate: first, amount, signature: "0x" });
      await expectRevert(
        hub.connect(payee).chargeMany([part(first.limit - 2n), part(1n), part(2n)]),
        hub,
        "HubInvalidAmount",
        [2n, ids[0], 2n, 1n],
      );
      await hub.connect(payee).chargeMany([part(first.limit - 2n), part(1n), part(1n)]);
      expect(await hub.mandateState(ids[0])).to.deep.equal([first.limit, 0n, MandateStatus.Accepted]);
    });

    it("needs the signature only the first time", async () => {
      const { hub, payee, ids, charges } = await networkHelpers.loadFixture(twoFixture);
      await hub.connect(payee).chargeMany([charges[1], { ...charges[1], signature: "0x" }]);
      expect(await hub.mandateState(ids[1])).to.deep.equal([1000n, 0n, MandateStatus.Accepted]);
    });
  });

  describe("given a charge that fails after one that would not", () => {
    const changes: [name: string, error: string, change: (system: Two) => Partial<Mandate>, args: unknown[]][] = [
      ["of another payee", "HubUnauthorized", ({ stranger }) => ({ payee: stranger.address }), []],
      ["without a limit", "HubInvalidMandate", () => ({ limit: 0n }), []],
      ["with another fee", "HubFeeMismatch", () => ({ feeBps: 99n }), [99n, 100n]],
      ["with payer and payee the same", "HubInvalidMandateParties", ({ payee }) => ({ payer: payee.address }), []],
      ["signed by nobody", "HubInvalidSignature", () => ({ ref: ethers.id("other") }), []],
    ];
    for (const [name, error, change, args] of changes) {
      it(`names its place and pays nothing: one ${name}`, async () => {
        const system = await networkHelpers.loadFixture(twoFixture);
        const { hub, payee, second, charges } = system;
        const mandate = { ...second, ...change(system) };
        const id = await hub.idOfMandate(mandate);
        const { payer, limit, period, start, end } = mandate;
        const values =
          {
            HubUnauthorized: [payee.address],
            HubInvalidMandate: [limit, period, start, end],
            HubInvalidMandateParties: [payer, payee.address],
            HubInvalidSignature: [payer],
          }[error] ?? args;
        const before = await balancesOf(system);
        await expectRevert(hub.connect(payee).chargeMany([charges[0], { ...charges[1], mandate }]), hub, error, [
          1n,
          id,
          ...values,
        ]);
        await expectUnpaid(system, before);
      });
    }

    it("names its place and pays nothing: one that was revoked", async () => {
      const { hub, coin, payer, sponsor, payee, second, ids, charges } = await networkHelpers.loadFixture(twoFixture);
      await hub.connect(sponsor).revoke(second);
      const before = await coin.balanceOf(payer);
      await expectRevert(hub.connect(payee).chargeMany([...charges]), hub, "HubRevoked", [1n, ids[1]]);
      expect(await coin.balanceOf(payer)).to.equal(before);
    });

    it("names its place and pays nothing: one before its start, or after its end", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, sponsor, payee, second, charges } = system;
      const now = BigInt(await networkHelpers.time.latest());
      const before = await balancesOf(system);
      for (const [error, terms, limit] of [
        ["HubTooEarly", { start: now + 1000n }, now + 999n],
        ["HubTooLate", { start: 1n, end: now }, now - 1n],
      ] as const) {
        const mandate = { ...second, ...terms };
        const signature = await sign(sponsor, mandateData(await domainOf(hub), mandate));
        await expectRevert(
          hub.connect(payee).chargeMany([charges[0], { mandate, amount: 1n, signature }]),
          hub,
          error,
          [1n, hub.idOfMandate(mandate), limit],
        );
      }
      await expectUnpaid(system, before);
    });

    it("names its place, the payer and the coin's reason: one without allowance", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, coin, sponsor, payee, ids, charges } = system;
      await coin.connect(sponsor).approve(hub, 494n);
      const reason = coin.interface.encodeErrorResult("ERC20InsufficientAllowance", [hub.target, 494n, 495n]);
      const before = await balancesOf(system);
      await expectRevert(hub.connect(payee).chargeMany([...charges]), hub, "HubChargeFailed", [
        1n,
        ids[1],
        sponsor.address,
        495n,
        reason,
      ]);
      await expectUnpaid(system, before);
    });
  });

  describe("given another caller than the payee", () => {
    it("rejects the first that is not the caller's", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, payer, sponsor, stranger, ids, charges } = system;
      for (const caller of [payer, sponsor, stranger]) {
        await expectRevert(hub.connect(caller).chargeMany([...charges]), hub, "HubUnauthorized", [
          0n,
          ids[0],
          caller.address,
        ]);
      }
    });
  });

  describe("given no charges", () => {
    it("reverts because the batch is empty", async () => {
      const { hub, payee } = await networkHelpers.loadFixture(twoFixture);
      await expectRevert(hub.connect(payee).chargeMany([]), hub, "HubEmptyBatch");
    });
  });
});
