import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, PLENTY, stateOf, type CheckoutSystem } from "../../fixtures/checkout.js";
import { encodeDeal, packed, quoteData, type Deal } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { opened, orderOf, Status, streamOf, subscriptionOf } from "../../fixtures/hub.js";
import { ANY_TIME } from "../../fixtures/pair.js";
import { domainOf, sign } from "../../fixtures/signatures.js";
import { AMOUNT, INPUT } from "./ways.js";

// What all purchases have in common is in limits, what others may try in attacks.
describe("Checkout.open", () => {
  let system: CheckoutSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(checkoutFixture);
  });

  const open = (deal: Deal, amount = AMOUNT, quote = "0x") =>
    system.checkout.connect(system.buyer).open(packed(deal), amount, quote, ANY_TIME, { value: PLENTY });

  describe("given an order", () => {
    it("opens it for the payer named in it, and returns its id", async () => {
      const { checkout, hub, buyer } = system;
      const deal = await orderOf(system);
      const id = await hub.idOf(packed(deal));
      const call = checkout.connect(buyer).open.staticCall(packed(deal), AMOUNT, "0x", ANY_TIME, { value: PLENTY });
      expect(await call).to.equal(id);
      await expect(open(deal)).to.emit(checkout, "CheckedOut").withArgs(buyer, hub, id, AMOUNT, INPUT, false);
      expect(await hub.escrowOf(id)).to.deep.equal([AMOUNT, 0n, 0n, Status.Open]);
    });

    it("takes the input from the caller, and returns the rest", async () => {
      await expect(open(await orderOf(system))).to.changeEtherBalance(ethers, system.buyer, -INPUT);
    });

    it("refunds the order to its payer, in SCV", async () => {
      const { coin, hub, payer, payee } = system;
      const deal = await orderOf(system);
      await open(deal);
      await expect(hub.connect(payee).refund(packed(deal), AMOUNT)).to.changeTokenBalance(ethers, coin, payer, AMOUNT);
    });

    it("accepts a quote of the payee", async () => {
      const { hub, payee } = system;
      const deal = await orderOf(system);
      await open(deal, AMOUNT, await sign(payee, quoteData(await domainOf(hub), deal)));
      expect((await hub.escrowOf(await hub.idOf(packed(deal)))).status).to.equal(Status.Open);
    });
  });

  describe("given a stream or a subscription", () => {
    for (const [kind, make] of Object.entries({ stream: streamOf, subscription: subscriptionOf })) {
      it(`opens a ${kind} with any amount, and tops it up`, async () => {
        const { checkout, hub } = system;
        const deal = await make(system);
        const id = await hub.idOf(packed(deal));
        await open(deal, parseEther("2"));
        await expect(open(deal, parseEther("3")))
          .to.emit(hub, "ToppedUp")
          .withArgs(id, checkout, parseEther("3"));
        expect(await hub.escrowOf(id)).to.deep.equal([parseEther("5"), 0n, 0n, Status.Open]);
      });
    }
  });

  describe("given a deal that the hub rejects", () => {
    const rejected: Record<
      string,
      [error: string, make: () => Promise<{ deal: Deal; amount?: bigint; quote?: string }>]
    > = {
      "another fee": ["HubFeeMismatch", async () => ({ deal: await orderOf(system, { feeBps: 7n }) })],
      "a deadline that is over": ["HubInvalidTerms", async () => ({ deal: await orderOf(system, { deadline: 1n }) })],
      "an amount below the price": [
        "HubWrongAmount",
        async () => ({ deal: await orderOf(system), amount: AMOUNT - 1n }),
      ],
      "a payer who is the payee": [
        "HubInvalidParties",
        async () => ({ deal: await orderOf(system, { payer: system.payee.address }) }),
      ],
      "an order that is open": [
        "HubWrongStatus",
        async () => {
          const deal = await orderOf(system);
          await opened(system, deal);
          return { deal };
        },
      ],
      "the quote of another": [
        "HubInvalidSignature",
        async () => {
          const deal = await orderOf(system);
          return { deal, quote: await sign(system.arbiter, quoteData(await domainOf(system.hub), deal)) };
        },
      ],
    };
    for (const [what, [error, make]] of Object.entries(rejected)) {
      it(`passes on ${error} for ${what}, and changes nothing`, async () => {
        const { deal, amount, quote } = await make();
        const before = await stateOf(system, deal);
        const ether = await ethers.provider.getBalance(system.buyer);
        const call = system.checkout
          .connect(system.buyer)
          .open.staticCall(packed(deal), amount ?? AMOUNT, quote ?? "0x", ANY_TIME, { value: PLENTY });
        await expectRevert(call, system.hub, error);
        await expectRevert(open(deal, amount, quote), system.hub, error);
        expect(await stateOf(system, deal)).to.deep.equal(before);
        expect(ether - (await ethers.provider.getBalance(system.buyer))).to.be.below(parseEther("0.01"));
      });
    }

    it("passes on the error for an address with more than 160 bits", async () => {
      const { checkout, buyer, hub } = system;
      const deal = await orderOf(system);
      const data = checkout.interface.encodeFunctionData("open", [packed(deal), AMOUNT, "0x", ANY_TIME]);
      const wide = `${data.slice(0, 10)}01${data.slice(12)}`;
      expect(ethers.dataSlice(data, 4, 164)).to.equal(encodeDeal(deal));
      const types = new ethers.Interface(["error DealInvalidAddress()"]);
      await expectRevert(
        buyer.sendTransaction({ to: checkout, data: wide, value: PLENTY }),
        { interface: types },
        "DealInvalidAddress",
      );
      expect(await hub.fees()).to.equal(0n);
    });
  });
});
