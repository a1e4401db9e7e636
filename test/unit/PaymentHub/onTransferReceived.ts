import { expect } from "chai";
import { concat, dataLength, dataSlice, toBeHex } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { encodeDeal, packed, packTerms } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, Status, transferAndOpen, type HubSystem } from "../../fixtures/hub.js";
import { INITIAL_SUPPLY, MAX_SUPPLY } from "../../fixtures/system.js";
import { costOf, expectRefused, holdings, idOf, KINDS, movedSince, SCV } from "./waysIn.js";

function send({ coin, hub, payer }: HubSystem, amount: bigint, data: string) {
  return coin.connect(payer)["transferAndCall(address,uint256,bytes)"](hub, amount, data);
}

// What all ways in have in common is in openKinds, openTerms, openAmounts, openQuote and openTopUp.
describe("PaymentHub.onTransferReceived", () => {
  describe("given another caller than SCV", () => {
    it("rejects another coin's transfer", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, deployer, payer } = system;
      const fake = await ethers.deployContract("ServiceCoin", [deployer, payer, INITIAL_SUPPLY, MAX_SUPPLY]);
      const deal = await KINDS.order(system);
      const attempt = () => transferAndOpen({ ...system, coin: fake }, payer, deal);
      await expectRefused(system, deal, attempt, "HubWrongToken", [fake.target]);
      expect(await fake.balanceOf(hub)).to.equal(0n);
    });

    it("rejects accounts, the owner too, whatever the data", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer, owner, stranger } = system;
      const deal = await KINDS.order(system);
      for (const caller of [payer, owner, stranger]) {
        for (const data of [encodeDeal(deal), "0x"]) {
          const attempt = () => hub.connect(caller).onTransferReceived(coin, payer, deal.price, data);
          await expectRefused(system, deal, attempt, "HubWrongToken", [caller.address]);
        }
      }
    });
  });

  describe("given data that is no deal", () => {
    for (const length of [0, 1, 32, 128, 159]) {
      it(`rejects ${length} bytes`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system);
        const data = dataSlice(encodeDeal(deal), 0, length);
        const attempt = () => send(system, deal.price, data);
        await expectRefused(system, deal, attempt, "HubInvalidData", [BigInt(length)]);
      });
    }

    it("rejects a transfer without data", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { coin, hub, payer } = system;
      const deal = await KINDS.order(system);
      const attempt = () => coin.connect(payer)["transferAndCall(address,uint256)"](hub, deal.price);
      await expectRefused(system, deal, attempt, "HubInvalidData", [0n]);
    });

    for (const [what, extra] of [
      ["1 byte", "0x00"],
      ["a word of zeros", ethers.ZeroHash],
      ["65 zeros", `0x${"00".repeat(65)}`],
      ["1,000 bytes", `0x${"ab".repeat(1_000)}`],
    ] as const) {
      it(`takes ${what} after the deal for a quote, and refuses it`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system);
        const attempt = () => send(system, deal.price, concat([encodeDeal(deal), extra]));
        const args = [0n, await idOf(system, deal), deal.payee];
        await expectRefused(system, deal, attempt, "HubInvalidSignature", args);
      });
    }

    it("takes 160 bytes for a deal, and refuses one of zeros", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const zero = ethers.ZeroAddress;
      const none = { payer: zero, payee: zero, arbiter: zero, price: 0n, period: 0n, start: 0n, deadline: 0n };
      const deal = { ...none, window: 0n, feeBps: 0n, ref: ethers.ZeroHash };
      const data = encodeDeal(deal);
      expect(data).to.equal(`0x${"00".repeat(160)}`);
      const args = [0n, await idOf(system, deal), zero, zero, zero];
      await expectRefused(system, deal, () => send(system, 1n, data), "HubInvalidParties", args);
    });
  });

  describe("given addresses with more than 160 bits", () => {
    for (const [place, party] of ["payer", "payee", "arbiter"].entries()) {
      for (const bit of [160n, 255n]) {
        it(`rejects bit ${bit} of the ${party}`, async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          for (const make of Object.values(KINDS)) {
            const deal = await make(system);
            const data = encodeDeal(deal);
            const [from, to] = [place * 32, place * 32 + 32];
            const word = BigInt(dataSlice(data, from, to)) | (1n << bit);
            const dirty = concat([dataSlice(data, 0, from), toBeHex(word, 32), dataSlice(data, to)]);
            expect(dataLength(dirty)).to.equal(160);
            const attempt = () => send(system, costOf(deal), dirty);
            await expectRefused(system, deal, attempt, "DealInvalidAddress", []);
          }
        });
      }
    }
  });

  describe("given an operator who moves the payer's coins (transferFromAndCall)", () => {
    it("opens and tops up in the name of the one whose coins came", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { coin, hub, payer, payee, stranger } = system;
      const deal = await KINDS.stream(system);
      const id = await idOf(system, deal);
      await coin.connect(payer).approve(stranger, 12n);
      const call = coin.connect(stranger)["transferFromAndCall(address,address,uint256,bytes)"];
      const before = await holdings(system);
      expect(await eventsOf(await call(payer, hub, 5n, encodeDeal(deal)), hub, coin)).to.deep.equal([
        ["Transfer", payer.address, hub.target, 5n],
        ["Opened", id, payer.address, payee.address, 5n, packTerms(deal), deal.arbiter, deal.ref],
      ]);
      expect(await eventsOf(await call(payer, hub, 7n, encodeDeal(deal)), hub, coin)).to.deep.equal([
        ["Transfer", payer.address, hub.target, 7n],
        ["ToppedUp", id, payer.address, 7n],
      ]);
      expect(await movedSince(system, before)).to.deep.equal({ payer: -12n, hub: 12n });
      expect(await hub.escrowOf(id)).to.deep.equal([12n, 0n, 0n, Status.Open]);
    });
  });

  describe("given a payer that is a smart contract", () => {
    it("opens its deal, and refunds go to it", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { coin, hub, deployer, payer, payee } = system;
      const wallet = await ethers.deployContract("SmartWallet", [payer]);
      await coin.connect(deployer).transfer(wallet, 10n * SCV);
      const deal = await KINDS.order(system, { payer: wallet.target as string });
      const args: [string, bigint, string] = [hub.target as string, deal.price, encodeDeal(deal)];
      const pay = coin.interface.encodeFunctionData("transferAndCall(address,uint256,bytes)", args);
      await wallet.execute([coin], [pay]);
      expect(await coin.balanceOf(wallet)).to.equal(0n);
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
      await hub.connect(payee).refund(packed(deal), deal.price);
      expect(await coin.balanceOf(wallet)).to.equal(deal.price);
    });
  });

  describe("given a payer that allowed the hub nothing", () => {
    it("opens all the same", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { coin, hub, payer } = system;
      await coin.connect(payer).approve(hub, 0n);
      const deal = await KINDS.order(system);
      await transferAndOpen(system, payer, deal);
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
      expect(await coin.balanceOf(hub)).to.equal(deal.price);
    });
  });

  describe("given a payer without the coins", () => {
    it("passes on the coin's error", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { coin, stranger } = system;
      const deal = await KINDS.order(system);
      await expectRevert(transferAndOpen(system, stranger, deal), coin, "ERC20InsufficientBalance", [
        stranger,
        0n,
        deal.price,
      ]);
    });
  });
});
