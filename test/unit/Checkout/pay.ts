import { expect } from "chai";
import { ZeroAddress, ZeroHash, type AddressLike } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, PLENTY, stateOf, type CheckoutSystem } from "../../fixtures/checkout.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ANY_TIME } from "../../fixtures/pair.js";
import { AMOUNT, INPUT } from "./ways.js";

const REF = ethers.id("invoice 1");

// What all purchases have in common is in limits, what others may try in attacks.
describe("Checkout.pay", () => {
  let system: CheckoutSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(checkoutFixture);
  });

  const pay = (to: AddressLike, ref: string) =>
    system.checkout.connect(system.buyer).pay(to, AMOUNT, ref, ANY_TIME, { value: PLENTY });

  describe("given an account to pay", () => {
    it("pays from the pair without a reference, and returns the rest of the ether", async () => {
      const { checkout, coin, pair, buyer, payee } = system;
      const sent = pay(payee, ZeroHash);
      await expect(sent).to.emit(checkout, "CheckedOut").withArgs(buyer, payee, ZeroHash, AMOUNT, INPUT, false);
      await expect(sent).to.emit(coin, "Transfer").withArgs(pair, payee, AMOUNT);
      await expect(sent).to.changeEtherBalance(ethers, buyer, -INPUT);
      await expect(sent).to.not.emit(coin, "TransferReference");
    });

    it("pays with a reference, which the coin logs", async () => {
      const { checkout, coin, buyer, payee } = system;
      const sent = pay(payee, REF);
      await expect(sent).to.emit(checkout, "CheckedOut").withArgs(buyer, payee, REF, AMOUNT, INPUT, false);
      await expect(sent).to.emit(coin, "TransferReference").withArgs(REF);
      await expect(sent).to.emit(coin, "Transfer").withArgs(checkout, payee, AMOUNT);
      expect(await coin.balanceOf(payee)).to.equal(AMOUNT);
    });

    it("returns the input, and pays the caller itself too", async () => {
      const { checkout, coin, buyer } = system;
      const call = checkout.connect(buyer).pay.staticCall(buyer, AMOUNT, REF, ANY_TIME, { value: PLENTY });
      expect(await call).to.equal(INPUT);
      await pay(buyer, ZeroHash);
      expect(await coin.balanceOf(buyer)).to.equal(AMOUNT);
    });
  });

  describe("given an account where coins would be lost", () => {
    it("rejects it and changes nothing", async () => {
      const { checkout, coin, weth, pair, hub } = system;
      const before = await stateOf(system);
      for (const to of [ZeroAddress, coin.target, weth.target, pair.target, hub.target, checkout.target]) {
        for (const ref of [ZeroHash, REF]) await expectRevert(pay(to, ref), checkout, "CheckoutInvalidRecipient", [to]);
      }
      expect(await stateOf(system)).to.deep.equal(before);
    });
  });
});
