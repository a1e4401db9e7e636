import { expect } from "chai";
import { parseEther } from "ethers";
import { at } from "../../fixtures/at.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { give, MAX_UINT64, rate, UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { paidDeal, servicesFixture } from "../../fixtures/services.js";

const SCV = parseEther("1");

/** Rating, decimals and payment of three deals; no two sums of them are equal. */
const DEALS = [
  [100n, 0, 1n * SCV],
  [505n, 1, 2n * SCV],
  [3n, 18, 4n * SCV],
] as const;

const RATINGS = [parseEther("100"), parseEther("50.5"), 3n];

/** The payer rated three deals, with plain feedback before each: 2, 4 and 6 are the ratings. */
async function ratedFixture() {
  const system = await servicesFixture();
  for (const [value, decimals, price] of DEALS) {
    await give(system, system.payer, { value: 1n, decimals: 0 });
    await rate(system, system.payer, await paidDeal(system, { price }), { value, decimals });
  }
  return system;
}

/** The paid summary of these of the three deals. */
function summaryOf(deals: readonly number[]): [bigint, bigint, bigint, bigint] {
  if (deals.length === 0) return [0n, 0n, 0n, 0n];
  const paid = deals.reduce((sum, deal) => sum + at(DEALS, deal)[2], 0n);
  const ratings = deals.reduce((sum, deal) => sum + at(RATINGS, deal), 0n);
  const weighted = deals.reduce((sum, deal) => sum + at(RATINGS, deal) * at(DEALS, deal)[2], 0n);
  return [BigInt(deals.length), paid, ratings / BigInt(deals.length), weighted / paid];
}

describe("ServiceReputation.revokeFeedback", () => {
  describe("given plain feedback", () => {
    it("revokes it, logs it and keeps the rest", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, payer, stranger } = system;
      for (const value of [10n, 20n, 40n]) await give(system, stranger, { value, decimals: 0 });
      await give(system, payer, { value: 80n, decimals: 0 });
      const revoking = await reputation.connect(stranger).revokeFeedback(agentId, 2n);
      expect(await eventsOf(revoking, reputation)).to.deep.equal([["FeedbackRevoked", agentId, stranger.address, 2n]]);
      expect(await reputation.readFeedback(agentId, stranger, 2n)).to.deep.equal([20n, 0n, "uptime", "week", true]);
      for (const [client, index] of [
        [stranger, 1n],
        [stranger, 3n],
        [payer, 1n],
      ] as const) {
        expect((await reputation.readFeedback(agentId, client, index)).isRevoked).to.equal(false);
      }
      expect(await reputation.getSummary(agentId, [stranger], "", "")).to.deep.equal([2n, 25n, 0n]);
    });

    it("keeps number and client", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      await give(system, stranger);
      await reputation.connect(stranger).revokeFeedback(agentId, 1n);
      expect(await reputation.getLastIndex(agentId, stranger)).to.equal(1n);
      await give(system, stranger);
      expect(await reputation.getLastIndex(agentId, stranger)).to.equal(2n);
      expect(await reputation.getClients(agentId)).to.deep.equal([stranger.address]);
    });

    it("leaves feedback of the same number about another service", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const second = await withSecondService(system);
      const { reputation, stranger } = system;
      await give(system, stranger);
      await give(second, stranger);
      await reputation.connect(stranger).revokeFeedback(second.agentId, 1n);
      expect((await reputation.readFeedback(system.agentId, stranger, 1n)).isRevoked).to.equal(false);
      expect((await reputation.readFeedback(second.agentId, stranger, 1n)).isRevoked).to.equal(true);
    });

    it("leaves the paid summary as it is", async () => {
      const system = await networkHelpers.loadFixture(ratedFixture);
      for (const index of [1n, 3n, 5n]) {
        await system.reputation.connect(system.payer).revokeFeedback(system.agentId, index);
        expect(await system.reputation.getPaidSummary(system.agentId)).to.deep.equal(summaryOf([0, 1, 2]));
      }
    });

    it("lets a client take it back that manages the service by now", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, reputation, provider, agentId, stranger } = system;
      await give(system, stranger);
      await registry.connect(provider).transferFrom(provider, stranger, agentId);
      await expect(reputation.connect(stranger).revokeFeedback(agentId, 1n))
        .to.emit(reputation, "FeedbackRevoked")
        .withArgs(agentId, stranger.address, 1n);
    });
  });

  describe("given ratings of deals", () => {
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      it(`takes number ${order.join(", then ")} out of the paid summary`, async () => {
        const { reputation, agentId, payer } = await networkHelpers.loadFixture(ratedFixture);
        expect(await reputation.getPaidSummary(agentId)).to.deep.equal(summaryOf([0, 1, 2]));
        for (const [step, deal] of order.entries()) {
          const index = BigInt(2 * deal + 2);
          const revoking = await reputation.connect(payer).revokeFeedback(agentId, index);
          expect(await eventsOf(revoking, reputation)).to.deep.equal([
            ["FeedbackRevoked", agentId, payer.address, index],
          ]);
          expect(await reputation.getPaidSummary(agentId)).to.deep.equal(summaryOf(order.slice(step + 1)));
        }
        expect(await reputation.getSummary(agentId, [payer], "", "paid")).to.deep.equal([0n, 0n, 0n]);
        expect(await reputation.getSummary(agentId, [payer], "", "")).to.deep.equal([3n, 1n, 0n]);
      });
    }

    it("keeps value and tags readable", async () => {
      const { reputation, agentId, payer } = await networkHelpers.loadFixture(ratedFixture);
      await reputation.connect(payer).revokeFeedback(agentId, 4n);
      expect(await reputation.readFeedback(agentId, payer, 4n)).to.deep.equal([505n, 1n, "starred", "paid", true]);
    });

    it("counts new ratings after all were taken back", async () => {
      const system = await networkHelpers.loadFixture(ratedFixture);
      const { reputation, agentId, payer } = system;
      for (const index of [2n, 4n, 6n]) await reputation.connect(payer).revokeFeedback(agentId, index);
      await rate(system, payer, await paidDeal(system, { price: 3n }), { value: 7n, decimals: 0 });
      const average = parseEther("7");
      expect(await reputation.getPaidSummary(agentId)).to.deep.equal([1n, 3n, average, average]);
    });

    it("leaves the paid summary of another service", async () => {
      const system = await networkHelpers.loadFixture(ratedFixture);
      const second = await withSecondService(system);
      await rate(second, system.payer, await paidDeal(system, { price: 8n * SCV }));
      await system.reputation.connect(system.payer).revokeFeedback(second.agentId, 1n);
      expect(await system.reputation.getPaidSummary(second.agentId)).to.deep.equal([0n, 0n, 0n, 0n]);
      expect(await system.reputation.getPaidSummary(system.agentId)).to.deep.equal(summaryOf([0, 1, 2]));
    });
  });

  describe("given feedback that was taken back", () => {
    it("rejects it again, with a deal and without, and subtracts nothing twice", async () => {
      const { reputation, agentId, payer } = await networkHelpers.loadFixture(ratedFixture);
      for (const index of [1n, 2n]) {
        await reputation.connect(payer).revokeFeedback(agentId, index);
        await expectRevert(
          reputation.connect(payer).revokeFeedback(agentId, index),
          reputation,
          "ReputationAlreadyRevoked",
          [agentId, payer.address, index],
        );
      }
      expect(await reputation.getPaidSummary(agentId)).to.deep.equal(summaryOf([1, 2]));
    });
  });

  describe("given no such feedback", () => {
    it("rejects numbers before the first and after the last", async () => {
      const { reputation, agentId, payer } = await networkHelpers.loadFixture(ratedFixture);
      for (const index of [0n, 7n, MAX_UINT64]) {
        await expectRevert(
          reputation.connect(payer).revokeFeedback(agentId, index),
          reputation,
          "ReputationUnknownFeedback",
          [agentId, payer.address, index, 6n],
        );
      }
      await reputation.connect(payer).revokeFeedback(agentId, 6n);
    });

    it("rejects everybody who is not the client", async () => {
      const system = await networkHelpers.loadFixture(ratedFixture);
      const { reputation, agentId, provider, stranger } = system;
      for (const caller of [provider, stranger]) {
        await expectRevert(
          reputation.connect(caller).revokeFeedback(agentId, 1n),
          reputation,
          "ReputationUnknownFeedback",
          [agentId, caller.address, 1n, 0n],
        );
      }
    });

    it("rejects it for a service without feedback and for one that does not exist", async () => {
      const system = await networkHelpers.loadFixture(ratedFixture);
      const { reputation, payer } = system;
      const second = await withSecondService(system);
      for (const agentId of [second.agentId, UNKNOWN]) {
        await expectRevert(
          reputation.connect(payer).revokeFeedback(agentId, 1n),
          reputation,
          "ReputationUnknownFeedback",
          [agentId, payer.address, 1n, 0n],
        );
      }
    });
  });
});
