import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, PLENTY, stateOf, type CheckoutSystem } from "../../fixtures/checkout.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { orderOf, Status } from "../../fixtures/hub.js";
import { ANY_TIME } from "../../fixtures/pair.js";
import { AMOUNT, INPUT } from "./ways.js";

// What all purchases have in common is in limits, what others may try in attacks.
describe("Checkout.openWithWeth", () => {
  let system: CheckoutSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(checkoutFixture);
  });

  describe("given wrapped ether and an allowance", () => {
    it("opens the order, returns its id and takes exactly the input", async () => {
      const { checkout, hub, weth, buyer, pair } = system;
      const deal = await orderOf(system);
      const id = await hub.idOf(packed(deal));
      const as = checkout.connect(buyer);
      expect(await as.openWithWeth.staticCall(packed(deal), AMOUNT, "0x", PLENTY, ANY_TIME)).to.equal(id);
      const sent = as.openWithWeth(packed(deal), AMOUNT, "0x", PLENTY, ANY_TIME);
      await expect(sent).to.emit(checkout, "CheckedOut").withArgs(buyer, hub, id, AMOUNT, INPUT, true);
      await expect(sent).to.changeTokenBalances(ethers, weth, [buyer, pair], [-INPUT, INPUT]);
      expect(await hub.escrowOf(id)).to.deep.equal([AMOUNT, 0n, 0n, Status.Open]);
    });
  });

  describe("given too little wrapped ether or allowance", () => {
    it("reverts and changes nothing", async () => {
      const { checkout, weth, buyer, payer } = system;
      const deal = await orderOf(system);
      await weth.connect(buyer).approve(checkout, INPUT - 1n);
      await weth.connect(payer).approve(checkout, INPUT);
      const before = await stateOf(system, deal);
      for (const caller of [buyer, payer]) {
        const call = checkout.connect(caller).openWithWeth(packed(deal), AMOUNT, "0x", PLENTY, ANY_TIME);
        await expect(call).to.revert(ethers);
      }
      expect(await stateOf(system, deal)).to.deep.equal(before);
    });
  });

  describe("given a deal that the hub rejects", () => {
    it("passes on the error and changes nothing", async () => {
      const { checkout, hub, buyer } = system;
      const deal = await orderOf(system, { feeBps: 7n });
      const id = await hub.idOf(packed(deal));
      const before = await stateOf(system, deal);
      const call = checkout.connect(buyer).openWithWeth(packed(deal), AMOUNT, "0x", PLENTY, ANY_TIME);
      await expectRevert(call, hub, "HubFeeMismatch", [0n, id, 7n, 0n]);
      expect(await stateOf(system, deal)).to.deep.equal(before);
    });
  });

  it("takes no ether", async () => {
    const { checkout, buyer } = system;
    const args = [packed(await orderOf(system)), AMOUNT, "0x", PLENTY, ANY_TIME] as const;
    const data = checkout.interface.encodeFunctionData("openWithWeth", [...args]);
    await expect(buyer.sendTransaction({ to: checkout, data, value: 1n })).to.revert(ethers);
  });
});
