import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MandateStatus, mandateOf, type HubSystem } from "../../fixtures/hub.js";
import { acceptedMandate, balancesOf, expectCharge, signedMandate } from "../../fixtures/mandates.js";

async function feeFixture() {
  return acceptedMandate({}, 30n);
}

async function unsignedFeeFixture() {
  return signedMandate({}, 30n);
}

async function freeFixture() {
  return acceptedMandate();
}

interface Refused {
  system: HubSystem;
  amount: bigint;
  reason: string;
}

describe("PaymentHub.charge, fees and refusals of the coin", () => {
  describe("given a fee of 0.3%", () => {
    it("keeps it from what the payee gets, and takes no more than the amount", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, coin, payer, payee, mandate, id } = system;
      const [amount, fee] = [parseEther("1"), parseEther("0.003")];
      const charge = () => hub.connect(payee).charge(mandate, amount, "0x");
      expect(await eventsOf(await expectCharge(system, charge, amount, fee), hub, coin)).to.deep.equal([
        ["Charged", id, payer.address, payee.address, amount, fee],
        ["Transfer", payer.address, payee.address, amount - fee],
        ["Transfer", payer.address, hub.target, fee],
      ]);
    });

    it("counts the fee against the limit and the allowance", async () => {
      const { hub, coin, payer, payee, mandate, id } = await networkHelpers.loadFixture(feeFixture);
      await coin.connect(payer).approve(hub, mandate.limit);
      await hub.connect(payee).charge(mandate, mandate.limit, "0x");
      expect(await hub.mandateState(id)).to.deep.equal([mandate.limit, 0n, MandateStatus.Accepted]);
      expect(await coin.allowance(payer, hub)).to.equal(0n);
    });

    it("rounds it down, each charge for itself", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payee, mandate } = system;
      // 30 of 10,000: one unit per 333 and a third.
      for (const [amount, fee] of [
        [1n, 0n],
        [333n, 0n],
        [334n, 1n],
        [666n, 1n],
        [667n, 2n],
        [9_999n, 29n],
        [10_000n, 30n],
      ] as const) {
        await expectCharge(system, () => hub.connect(payee).charge(mandate, amount, "0x"), amount, fee);
      }
      expect(await hub.fees()).to.equal(63n);
    });

    it("makes no transfer of a fee that is zero", async () => {
      const { hub, coin, payer, payee, mandate, id } = await networkHelpers.loadFixture(feeFixture);
      const events = await eventsOf(await hub.connect(payee).charge(mandate, 333n, "0x"), hub, coin);
      expect(events).to.deep.equal([
        ["Charged", id, payer.address, payee.address, 333n, 0n],
        ["Transfer", payer.address, payee.address, 333n],
      ]);
    });
  });

  describe("given a fee that changes", () => {
    for (const [name, now] of [
      ["rises", 100n],
      ["falls", 0n],
    ] as const) {
      it(`keeps the rate of what was accepted when it ${name}`, async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, owner, payee, mandate } = system;
        await hub.connect(owner).setFee(now);
        await expectCharge(system, () => hub.connect(payee).charge(mandate, 10_000n, "0x"), 10_000n, 30n);
      });

      it(`rejects a signature from before when it ${name}`, async () => {
        const { hub, owner, payee, mandate, id, signature } = await networkHelpers.loadFixture(unsignedFeeFixture);
        await hub.connect(owner).setFee(now);
        await expectRevert(hub.connect(payee).charge(mandate, 10_000n, signature), hub, "HubFeeMismatch", [
          0n,
          id,
          30n,
          now,
        ]);
      });
    }

    it("keeps mandates without a fee free", async () => {
      const system = await networkHelpers.loadFixture(freeFixture);
      const { hub, owner, payee, mandate } = system;
      await hub.connect(owner).setFee(100n);
      await expectCharge(system, () => hub.connect(payee).charge(mandate, 10_000n, "0x"), 10_000n, 0n);
    });
  });

  describe("given a payer whose coins cannot be had", () => {
    /** Charges 10,000, of which 30 are the fee, and expects the coin's reason, and no trace of it. */
    async function expectRefused({ system, amount, reason }: Refused): Promise<void> {
      const { hub, payer, payee } = system;
      const mandate = await mandateOf(system, { start: 1n });
      const id = await hub.idOfMandate(mandate);
      await hub.connect(payer).accept(mandate);
      const before = await balancesOf(system);
      await expectRevert(hub.connect(payee).charge(mandate, 10_000n, "0x"), hub, "HubChargeFailed", [
        0n,
        id,
        payer.address,
        amount,
        reason,
      ]);
      expect(await balancesOf(system)).to.deep.equal(before);
      expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, MandateStatus.Accepted]);
      expect(await hub.chargeableOf(mandate)).to.equal(mandate.limit);
    }

    for (const [name, allowance, left, amount] of [
      ["no allowance", 0n, 0n, 9_970n],
      ["an allowance short of the payee's part", 9_969n, 9_969n, 9_970n],
      ["an allowance for the payee's part alone", 9_970n, 0n, 30n],
      ["an allowance one unit short", 9_999n, 29n, 30n],
    ] as const) {
      it(`gives the coin's reason: ${name}`, async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, coin, payer } = system;
        await coin.connect(payer).approve(hub, allowance);
        const reason = coin.interface.encodeErrorResult("ERC20InsufficientAllowance", [hub.target, left, amount]);
        await expectRefused({ system, amount, reason });
        expect(await coin.allowance(payer, hub)).to.equal(allowance);
      });
    }

    for (const [name, balance, left, amount] of [
      ["no balance", 0n, 0n, 9_970n],
      ["a balance for the payee's part alone", 9_970n, 0n, 30n],
      ["a balance one unit short", 9_999n, 29n, 30n],
    ] as const) {
      it(`gives the coin's reason: ${name}`, async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { coin, deployer, payer } = system;
        await coin.connect(payer).transfer(deployer, (await coin.balanceOf(payer)) - balance);
        const reason = coin.interface.encodeErrorResult("ERC20InsufficientBalance", [payer.address, left, amount]);
        await expectRefused({ system, amount, reason });
      });
    }

    it("accepts nothing when the first charge fails, so the signature still does later", async () => {
      const { hub, coin, payer, payee, mandate, id, signature } = await networkHelpers.loadFixture(unsignedFeeFixture);
      await coin.connect(payer).approve(hub, 9_999n);
      const reason = coin.interface.encodeErrorResult("ERC20InsufficientAllowance", [hub.target, 29n, 30n]);
      await expectRevert(hub.connect(payee).charge(mandate, 10_000n, signature), hub, "HubChargeFailed", [
        0n,
        id,
        payer.address,
        30n,
        reason,
      ]);
      expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, MandateStatus.None]);
      await coin.connect(payer).approve(hub, 10_000n);
      await hub.connect(payee).charge(mandate, 10_000n, signature);
      expect(await coin.balanceOf(payee)).to.equal(9_970n);
    });
  });
});
