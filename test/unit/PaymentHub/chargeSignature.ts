import { expect } from "chai";
import { concat, dataSlice, ZeroAddress, ZeroHash } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { dealData, mandateData, type Deal, type Mandate } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MandateStatus, MAX_UINT256, mandateOf, orderOf } from "../../fixtures/hub.js";
import { balancesOf, signedFixture } from "../../fixtures/mandates.js";
import { domainOf, mirrored, sign, withParity } from "../../fixtures/signatures.js";

/** A smart wallet of the payer's key that holds 100 base units and lets the hub have them. */
async function walletFixture() {
  const system = await signedFixture();
  const { coin, hub, payer } = system;
  const wallet = await ethers.deployContract("SmartWallet", [payer]);
  await coin.connect(payer).transfer(wallet, 100n);
  await wallet.execute([coin], [coin.interface.encodeFunctionData("approve", [hub.target, MAX_UINT256])]);
  const mandate = await mandateOf(system, { payer: wallet.target as string });
  const signature = await sign(payer, mandateData(await domainOf(hub), mandate));
  return { ...system, wallet, mandate, id: await hub.idOfMandate(mandate), signature };
}

type Signed = Awaited<ReturnType<typeof signedFixture>>;

/** Expects the signature not to do for the mandate, and nobody to have paid. */
async function refuses(system: Signed, signature: string, mandate: Mandate = system.mandate): Promise<void> {
  const { hub, payee } = system;
  const before = await balancesOf(system);
  const id = await hub.idOfMandate(mandate);
  await expectRevert(hub.connect(payee).charge(mandate, 10n, signature), hub, "HubInvalidSignature", [
    0n,
    id,
    mandate.payer,
  ]);
  expect(await balancesOf(system)).to.deep.equal(before);
  expect(await hub.mandateState(id)).to.deep.equal([0n, 0n, MandateStatus.None]);
}

describe("PaymentHub.charge, by signature", () => {
  describe("given a payer with a key", () => {
    it("rejects the signature of anybody else", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const data = mandateData(await domainOf(system.hub), system.mandate);
      for (const other of [system.payee, system.stranger, system.owner]) await refuses(system, await sign(other, data));
    });

    it("rejects it on terms that differ in one field", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { mandate, sponsor, signature } = system;
      for (const terms of [
        { payer: sponsor.address },
        { limit: mandate.limit + 1n },
        { period: mandate.period - 1n },
        { start: mandate.start - 1n },
        { end: mandate.start + 1_000_000n },
        { ref: ethers.id("other") },
      ]) {
        await refuses(system, signature, { ...mandate, ...terms });
      }
    });

    it("rejects it on another fee, when the hub's fee has changed to that", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      await system.hub.connect(system.owner).setFee(1n);
      await refuses(system, system.signature, { ...system.mandate, feeBps: 1n });
    });

    it("rejects one for another hub, chain, name or version", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, coin, treasury, owner, payer, mandate } = system;
      const other = await ethers.deployContract("PaymentHub", [owner, coin, treasury]);
      const domain = await domainOf(hub);
      for (const change of [
        { verifyingContract: other.target as string },
        { verifyingContract: coin.target as string },
        { chainId: 1n },
        { name: "ServiceCoin" },
        { version: "2" },
      ]) {
        await refuses(system, await sign(payer, mandateData({ ...domain, ...change }, mandate)));
      }
    });

    it("rejects the signature on a deal of the same parties and numbers", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, payer, mandate } = system;
      const deal: Deal = await orderOf(system, {
        arbiter: ZeroAddress,
        price: mandate.limit,
        period: mandate.period,
        start: mandate.start,
        deadline: mandate.end,
        window: 0n,
        ref: ZeroHash,
      });
      await refuses(system, await sign(payer, dealData(await domainOf(hub), deal)));
    });

    it("rejects none, half of one, and deformed ones", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { signature } = system;
      for (const bytes of [
        "0x",
        dataSlice(signature, 0, 64),
        concat([signature, "0x00"]),
        concat([dataSlice(signature, 0, 64), "0x1d"]),
        mirrored(signature),
        withParity(signature),
        `0x${"00".repeat(65)}`,
      ]) {
        await refuses(system, bytes);
      }
    });

    it("rejects a payer of zero with a signature of nobody", async () => {
      const system = await networkHelpers.loadFixture(signedFixture);
      const { hub, payee } = system;
      for (const payer of [ZeroAddress, hub.target as string, payee.address]) {
        const mandate = await mandateOf(system, { payer });
        await expectRevert(
          hub.connect(payee).charge(mandate, 10n, `0x${"00".repeat(65)}`),
          hub,
          "HubInvalidMandateParties",
          [0n, hub.idOfMandate(mandate), payer, payee.address],
        );
      }
    });
  });

  describe("given a payer that is a smart wallet", () => {
    it("takes what the wallet calls valid", async () => {
      const { hub, coin, wallet, payee, mandate, id, signature } = await networkHelpers.loadFixture(walletFixture);
      await expectChanges(hub.connect(payee).charge(mandate, 60n, signature), coin, [wallet, payee], [-60n, 60n]);
      expect(await hub.mandateState(id)).to.deep.equal([60n, 0n, MandateStatus.Accepted]);
    });

    it("takes bytes that are no signature of a key", async () => {
      const { hub, coin, wallet, payee, mandate } = await networkHelpers.loadFixture(walletFixture);
      await wallet.setSecret("0xcafe");
      await hub.connect(payee).charge(mandate, 60n, "0xcafe");
      expect(await coin.balanceOf(payee)).to.equal(60n);
    });

    it("calls it only once: later charges succeed even if it calls nothing valid any more", async () => {
      const { hub, coin, wallet, payee, mandate, signature } = await networkHelpers.loadFixture(walletFixture);
      await hub.connect(payee).charge(mandate, 60n, signature);
      await wallet.setMode(2n);
      await hub.connect(payee).charge(mandate, 40n, "0x");
      expect(await coin.balanceOf(payee)).to.equal(100n);
    });

    it("rejects what the wallet does not call valid, in whatever way", async () => {
      const system = await networkHelpers.loadFixture(walletFixture);
      const { wallet, hub, payee, mandate, signature } = system;
      await refuses(system, await sign(payee, mandateData(await domainOf(hub), mandate)));
      for (const mode of [2n, 3n, 4n, 5n]) {
        await wallet.setMode(mode);
        await refuses(system, signature);
      }
    });

    it("lets the wallet accept and revoke by itself", async () => {
      const { hub, coin, wallet, payee, mandate, id } = await networkHelpers.loadFixture(walletFixture);
      await wallet.execute([hub], [hub.interface.encodeFunctionData("accept", [mandate])]);
      await hub.connect(payee).charge(mandate, 60n, "0x");
      await wallet.execute([hub], [hub.interface.encodeFunctionData("revoke", [mandate])]);
      await expectRevert(hub.connect(payee).charge(mandate, 1n, "0x"), hub, "HubRevoked", [0n, id]);
      expect(await coin.balanceOf(payee)).to.equal(60n);
    });
  });
});
