import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  feedbackOf,
  give,
  LONG,
  managedFixture,
  MAX_INT128,
  MAX_RATING,
  MAX_VALUE,
  MIN_INT128,
  payingAs,
  rate,
  UNKNOWN,
} from "../../fixtures/feedback.js";
import { paidDeal, servicesFixture } from "../../fixtures/services.js";

/** A payer whose order paid the provider 10 SCV. */
async function paidFixture() {
  const system = await servicesFixture();
  const deal = await paidDeal(system);
  return { ...system, deal, dealId: await system.hub.idOf(packed(deal)) };
}

describe("ServiceReputation.giveFeedbackForDeal", () => {
  describe("given the payer of a deal that paid the service", () => {
    it("stores the rating and logs all of it, the deal and what it paid", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { reputation, agentId, payer, deal, dealId } = system;
      const { endpoint, uri, hash } = feedbackOf();
      const rating = rate(system, payer, deal);
      await expect(rating)
        .to.emit(reputation, "NewFeedback")
        .withArgs(agentId, payer.address, 1n, 975n, 1n, "starred", "starred", "paid", endpoint, uri, hash);
      await expect(rating)
        .to.emit(reputation, "FeedbackPaid")
        .withArgs(agentId, payer.address, 1n, dealId, deal.payee, parseEther("10"));
      const names = (await eventsOf(await rating, reputation)).map(([name]) => name);
      expect(names).to.deep.equal(["NewFeedback", "FeedbackPaid"]);
      expect(await reputation.readFeedback(agentId, payer, 1n)).to.deep.equal([975n, 1n, "starred", "paid", false]);
    });

    it("counts it in both summaries", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { reputation, agentId, payer, deal } = system;
      await rate(system, payer, deal);
      const average = parseEther("97.5");
      expect(await reputation.getPaidSummary(agentId)).to.deep.equal([1n, parseEther("10"), average, average]);
      expect(await reputation.getSummary(agentId, [payer], "starred", "paid")).to.deep.equal([1n, 975n, 1n]);
    });

    it("numbers it together with plain feedback and names the client once", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { hub, reputation, agentId, payer, deal } = system;
      await give(system, payer);
      const next = await paidDeal(system, { price: parseEther("2") });
      for (const [index, one] of [
        [2n, deal],
        [3n, next],
      ] as const) {
        await expect(rate(system, payer, one))
          .to.emit(reputation, "FeedbackPaid")
          .withArgs(agentId, payer.address, index, await hub.idOf(packed(one)), one.payee, one.price);
      }
      expect(await reputation.getLastIndex(agentId, payer)).to.equal(3n);
      expect(await reputation.getClients(agentId)).to.deep.equal([payer.address]);
    });

    it("returns very long texts", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { reputation, agentId, payer, deal } = system;
      const { hash } = feedbackOf();
      const [endpoint, uri] = [LONG, `ipfs://${LONG}`];
      await expect(rate(system, payer, deal, { endpoint, uri }))
        .to.emit(reputation, "NewFeedback")
        .withArgs(agentId, payer.address, 1n, 975n, 1n, "starred", "starred", "paid", endpoint, uri, hash);
    });
  });

  describe("given ratings from 0 to 100", () => {
    for (const [value, decimals, rating] of [
      [0n, 0, 0n],
      [0n, 18, 0n],
      [1n, 18, 1n],
      [87n, 0, parseEther("87")],
      [100n, 0, MAX_RATING],
      [1_000n, 1, MAX_RATING],
      [99_999_999n, 6, parseEther("99.999999")],
      [MAX_RATING - 1n, 18, MAX_RATING - 1n],
      [MAX_RATING, 18, MAX_RATING],
    ] as const) {
      it(`takes ${value} with ${decimals} decimals`, async () => {
        const system = await networkHelpers.loadFixture(paidFixture);
        const { reputation, agentId, payer, deal } = system;
        await rate(system, payer, deal, { value, decimals });
        const read = await reputation.readFeedback(agentId, payer, 1n);
        expect(read).to.deep.equal([value, BigInt(decimals), "starred", "paid", false]);
        expect(await reputation.getPaidSummary(agentId)).to.deep.equal([1n, deal.price, rating, rating]);
      });
    }
  });

  describe("given other ratings", () => {
    for (const [value, decimals] of [
      [-1n, 0],
      [-1n, 18],
      [-100n, 0],
      [101n, 0],
      [1_001n, 1],
      [MAX_RATING + 1n, 18],
      [MAX_VALUE, 0],
      [MAX_VALUE, 18],
      [MAX_INT128, 0],
      [MAX_INT128, 18],
      [MIN_INT128, 0],
      [MIN_INT128, 18],
    ] as const) {
      it(`rejects ${value} with ${decimals} decimals`, async () => {
        const system = await networkHelpers.loadFixture(paidFixture);
        const { reputation, agentId, payer, deal } = system;
        await expectRevert(rate(system, payer, deal, { value, decimals }), reputation, "ReputationInvalidRating", [
          agentId,
          value,
          decimals,
        ]);
      });
    }

    for (const decimals of [19, 255]) {
      it(`rejects ${decimals} decimals`, async () => {
        const system = await networkHelpers.loadFixture(paidFixture);
        const { reputation, agentId, payer, deal } = system;
        for (const value of [0n, 1n, -1n]) {
          await expectRevert(rate(system, payer, deal, { value, decimals }), reputation, "ReputationInvalidDecimals", [
            agentId,
            decimals,
          ]);
        }
      });
    }

    it("leaves the deal to another try", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { reputation, agentId, payer, deal } = system;
      await expectRevert(
        rate(system, payer, deal, { value: 101n, decimals: 0 }),
        reputation,
        "ReputationInvalidRating",
      );
      await rate(system, payer, deal, { value: 100n, decimals: 0 });
      expect(await reputation.getLastIndex(agentId, payer)).to.equal(1n);
    });
  });

  describe("given somebody else than the payer", () => {
    for (const role of ["sponsor", "stranger", "arbiter"] as const) {
      it(`rejects the ${role}`, async () => {
        const system = await networkHelpers.loadFixture(paidFixture);
        const { reputation, agentId, payer, deal, dealId, [role]: client } = system;
        await expectRevert(rate(system, client, deal), reputation, "ReputationNotPayer", [
          agentId,
          dealId,
          client.address,
          payer.address,
        ]);
      });
    }

    it("lets the payer rate what a sponsor paid, not the sponsor", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { hub, reputation, agentId, payer, sponsor, deal } = system;
      const sponsored = { ...deal, price: parseEther("3") };
      const id = await hub.idOf(packed(sponsored));
      await hub.connect(sponsor).open(packed(sponsored), sponsored.price, "0x");
      await hub.connect(payer).release(packed(sponsored), sponsored.price);
      await expectRevert(rate(system, sponsor, sponsored), reputation, "ReputationNotPayer", [
        agentId,
        id,
        sponsor.address,
        payer.address,
      ]);
      await expect(rate(system, payer, sponsored))
        .to.emit(reputation, "FeedbackPaid")
        .withArgs(agentId, payer.address, 1n, id, sponsored.payee, sponsored.price);
    });
  });

  describe("given somebody of the service, as payer of one of its wallets", () => {
    for (const [role, payee] of [
      ["buyer", "wallet"],
      ["wallet", "formerWallet"],
    ] as const) {
      it(`rejects the ${role}`, async () => {
        const system = await networkHelpers.loadFixture(managedFixture);
        const { reputation, agentId, [role]: client } = system;
        const paying = await payingAs(system, client);
        const deal = await paidDeal(paying, { payee: system[payee].address });
        await expectRevert(rate(system, client, deal), reputation, "ReputationSelfFeedback", [agentId, client.address]);
      });
    }

    for (const role of ["formerWallet", "provider"] as const) {
      it(`takes it from the ${role === "provider" ? "first owner and wallet" : role}`, async () => {
        const system = await networkHelpers.loadFixture(managedFixture);
        const { hub, reputation, agentId, wallet, [role]: client } = system;
        const deal = await paidDeal(await payingAs(system, client), { payee: wallet.address });
        await expect(rate(system, client, deal))
          .to.emit(reputation, "FeedbackPaid")
          .withArgs(agentId, client.address, 1n, await hub.idOf(packed(deal)), wallet.address, deal.price);
      });
    }

    for (const role of ["approved", "operator"] as const) {
      it(`takes it from the ${role}, but no plain feedback`, async () => {
        const system = await networkHelpers.loadFixture(managedFixture);
        const { hub, reputation, agentId, wallet, [role]: client } = system;
        const deal = await paidDeal(await payingAs(system, client), { payee: wallet.address });
        await expect(rate(system, client, deal))
          .to.emit(reputation, "FeedbackPaid")
          .withArgs(agentId, client.address, 1n, await hub.idOf(packed(deal)), wallet.address, deal.price);
        await expectRevert(give(system, client), reputation, "ReputationSelfFeedback", [agentId, client.address]);
      });
    }
  });

  describe("given a payer that the owner approved to silence it", () => {
    it("takes its rating all the same", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { registry, reputation, agentId, provider, payer, deal, dealId } = system;
      await registry.connect(provider).approve(payer, agentId);
      await registry.connect(provider).setApprovalForAll(payer, true);
      await expect(rate(system, payer, deal, { value: 0n }))
        .to.emit(reputation, "FeedbackPaid")
        .withArgs(agentId, payer.address, 1n, dealId, deal.payee, deal.price);
      expect(await reputation.getPaidSummary(agentId)).to.deep.equal([1n, deal.price, 0n, 0n]);
    });
  });

  describe("given no such service", () => {
    it("rejects it, however wrong the rest is", async () => {
      const { registry, reputation, payer, stranger, deal } = await networkHelpers.loadFixture(paidFixture);
      for (const agentId of [1n, UNKNOWN]) {
        for (const [client, said] of [
          [payer, {}],
          [payer, { decimals: 19 }],
          [payer, { value: -1n }],
          [stranger, {}],
        ] as const) {
          await expectRevert(rate({ reputation, agentId }, client, deal, said), registry, "ERC721NonexistentToken", [
            agentId,
          ]);
        }
      }
    });
  });
});
