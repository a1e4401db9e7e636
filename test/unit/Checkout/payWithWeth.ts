import { expect } from "chai";
import { ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, PLENTY, stateOf, type CheckoutSystem } from "../../fixtures/checkout.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ANY_TIME } from "../../fixtures/pair.js";
import { AMOUNT, INPUT } from "./ways.js";

const REF = ethers.id("invoice 1");

// What all purchases have in common is in limits, what others may try in attacks.
describe("Checkout.payWithWeth", () => {
  let system: CheckoutSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(checkoutFixture);
  });

  describe("given wrapped ether and an allowance", () => {
    for (const [what, ref] of Object.entries({ "without a reference": ZeroHash, "with a reference": REF })) {
      it(`pays ${what}, and takes exactly the input`, async () => {
        const { checkout, coin, weth, buyer, payee, pair } = system;
        const as = checkout.connect(buyer);
        expect(await as.payWithWeth.staticCall(payee, AMOUNT, ref, PLENTY, ANY_TIME)).to.equal(INPUT);
        const sent = as.payWithWeth(payee, AMOUNT, ref, PLENTY, ANY_TIME);
        await expect(sent).to.emit(checkout, "CheckedOut").withArgs(buyer, payee, ref, AMOUNT, INPUT, true);
        await expect(sent).to.changeTokenBalances(ethers, weth, [buyer, pair], [-INPUT, INPUT]);
        await expect(sent).to.changeTokenBalances(ethers, coin, [pair, payee], [-AMOUNT, AMOUNT]);
      });
    }

    it("logs the reference at the coin", async () => {
      const { checkout, coin, buyer, payee } = system;
      const sent = checkout.connect(buyer).payWithWeth(payee, AMOUNT, REF, PLENTY, ANY_TIME);
      await expect(sent).to.emit(coin, "TransferReference").withArgs(REF);
    });
  });

  describe("given too little wrapped ether or allowance, or an account where coins would be lost", () => {
    it("reverts and changes nothing", async () => {
      const { checkout, weth, pair, buyer, payer, payee } = system;
      await weth.connect(buyer).approve(checkout, INPUT - 1n);
      await weth.connect(payer).approve(checkout, INPUT);
      const before = await stateOf(system);
      for (const caller of [buyer, payer]) {
        const call = checkout.connect(caller).payWithWeth(payee, AMOUNT, REF, PLENTY, ANY_TIME);
        await expect(call).to.revert(ethers);
      }
      const toPair = checkout.connect(buyer).payWithWeth(pair, AMOUNT, REF, PLENTY, ANY_TIME);
      await expectRevert(toPair, checkout, "CheckoutInvalidRecipient", [pair.target]);
      expect(await stateOf(system)).to.deep.equal(before);
    });
  });
});
