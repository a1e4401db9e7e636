import { expect } from "chai";
import { toBeHex } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { packed, packTerms } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, Status } from "../../fixtures/hub.js";
import { costOf, expectRefused, holdings, idOf, KINDS, movedSince, SCV } from "./waysIn.js";

// What all ways in have in common is in openKinds, openTerms, openAmounts, openQuote and openTopUp.
describe("PaymentHub.open", () => {
  describe("given a caller who allowed the hub to take coins", () => {
    it("returns the id, of a new deal and of a top-up", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, payer } = system;
      for (const make of Object.values(KINDS)) {
        const deal = await make(system);
        const id = await idOf(system, deal);
        expect(await hub.connect(payer).open.staticCall(packed(deal), costOf(deal), "0x")).to.equal(id);
      }
      const stream = await KINDS.stream(system);
      await hub.connect(payer).open(packed(stream), 1n, "0x");
      expect(await hub.connect(payer).open.staticCall(packed(stream), 1n, "0x")).to.equal(await idOf(system, stream));
    });

    it("uses exactly the allowance", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer } = system;
      const deal = await KINDS.order(system);
      await coin.connect(payer).approve(hub, deal.price);
      await hub.connect(payer).open(packed(deal), deal.price, "0x");
      expect(await coin.allowance(payer, hub)).to.equal(0n);
      expect(await coin.balanceOf(hub)).to.equal(deal.price);
    });
  });

  describe("given a caller who cannot pay", () => {
    it("passes on the coin's error about the allowance, and opens nothing", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer, stranger } = system;
      const deal = await KINDS.order(system);
      const before = await holdings(system);
      await coin.connect(payer).approve(hub, deal.price - 1n);
      for (const [caller, allowance] of [[payer, deal.price - 1n] as const, [stranger, 0n] as const]) {
        await expectRevert(
          hub.connect(caller).open(packed(deal), deal.price, "0x"),
          coin,
          "ERC20InsufficientAllowance",
          [hub, allowance, deal.price],
        );
      }
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([0n, 0n, 0n, Status.None]);
      expect(await movedSince(system, before)).to.deep.equal({});
    });

    it("passes on the coin's error about the balance", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer } = system;
      const deal = await KINDS.order(system, { price: 50n * SCV + 1n });
      await expectRevert(hub.connect(payer).open(packed(deal), deal.price, "0x"), coin, "ERC20InsufficientBalance", [
        payer,
        50n * SCV,
        deal.price,
      ]);
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([0n, 0n, 0n, Status.None]);
    });
  });

  describe("given a sponsor who pays", () => {
    it("takes the sponsor's coins only, although the payer allowed the hub as well", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer, payee, sponsor } = system;
      const deal = await KINDS.order(system);
      const id = await idOf(system, deal);
      const before = await holdings(system);
      const transaction = await hub.connect(sponsor).open(packed(deal), deal.price, "0x");
      expect(await eventsOf(transaction, hub, coin)).to.deep.equal([
        ["Opened", id, payer.address, payee.address, deal.price, packTerms(deal), deal.arbiter, deal.ref],
        ["Transfer", sponsor.address, hub.target, deal.price],
      ]);
      expect(await movedSince(system, before)).to.deep.equal({ sponsor: -deal.price, hub: deal.price });
      // The sponsor has no say in the order.
      for (const call of [
        hub.connect(sponsor).release(packed(deal), 1n),
        hub.connect(sponsor).dispute(packed(deal), deal.ref),
      ]) {
        await expectRevert(call, hub, "HubUnauthorized", [0n, id, sponsor]);
      }
      await networkHelpers.time.increaseTo(deal.deadline + 1n);
      await hub.connect(sponsor).refund(packed(deal), deal.price);
      expect(await movedSince(system, before)).to.deep.equal({ sponsor: -deal.price, payer: deal.price });
    });

    it("lets payee and arbiter pay for the payer", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, deployer, payee, arbiter } = system;
      for (const [i, caller] of [payee, arbiter].entries()) {
        const deal = await KINDS.order(system, { ref: toBeHex(i, 32) });
        await coin.connect(deployer).transfer(caller, deal.price);
        await coin.connect(caller).approve(hub, deal.price);
        const before = await holdings(system);
        await hub.connect(caller).open(packed(deal), deal.price, "0x");
        expect((await movedSince(system, before))["hub"]).to.equal(deal.price);
        expect(await coin.balanceOf(caller)).to.equal(0n);
        expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
      }
    });
  });

  describe("given addresses with more than 160 bits", () => {
    for (const [place, party] of ["payer", "payee", "arbiter"].entries()) {
      for (const bit of [160n, 255n]) {
        it(`rejects bit ${bit} of the ${party}`, async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const { hub, payer } = system;
          for (const make of Object.values(KINDS)) {
            const deal = await make(system);
            const data = hub.interface.encodeFunctionData("open", [packed(deal), costOf(deal), "0x"]);
            const word = (BigInt(`0x${data.slice(10 + place * 64, 74 + place * 64)}`) | (1n << bit)).toString(16);
            const dirty = `${data.slice(0, 10 + place * 64)}${word.padStart(64, "0")}${data.slice(74 + place * 64)}`;
            const attempt = () => payer.sendTransaction({ to: hub, data: dirty });
            await expectRefused(system, deal, attempt, "DealInvalidAddress", []);
          }
        });
      }
    }
  });

  describe("given a smart contract that pays", () => {
    it("opens its deal in the transaction that allows it", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, deployer, payer } = system;
      const wallet = await ethers.deployContract("SmartWallet", [payer]);
      await coin.connect(deployer).transfer(wallet, 10n * SCV);
      const deal = await KINDS.order(system, { payer: wallet.target as string });
      const approve = coin.interface.encodeFunctionData("approve", [hub.target, deal.price]);
      const open = hub.interface.encodeFunctionData("open", [packed(deal), deal.price, "0x"]);
      await wallet.execute([coin, hub], [approve, open]);
      expect(await coin.balanceOf(wallet)).to.equal(0n);
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
    });
  });
});
