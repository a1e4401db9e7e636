import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { give, LONG, MAX_UINT64, rate, UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { paidDeal, servicesFixture } from "../../fixtures/services.js";

const URI = "ipfs://what-the-service-answers";
const HASH = ethers.id("what the service answers");

/** The payer said two things, the second for a deal. */
async function givenFixture() {
  const system = await servicesFixture();
  await give(system, system.payer);
  await rate(system, system.payer, await paidDeal(system));
  return system;
}

describe("ServiceReputation.appendResponse", () => {
  describe("given feedback", () => {
    for (const role of ["provider", "payer", "stranger"] as const) {
      it(`takes the response of the ${role}, to either kind, and logs all of it`, async () => {
        const system = await networkHelpers.loadFixture(givenFixture);
        const { reputation, agentId, payer, [role]: responder } = system;
        for (const index of [1n, 2n]) {
          const responding = await reputation.connect(responder).appendResponse(agentId, payer, index, URI, HASH);
          expect(await eventsOf(responding, reputation)).to.deep.equal([
            ["ResponseAppended", agentId, payer.address, index, responder.address, URI, HASH],
          ]);
          expect(await reputation.getResponseCount(agentId, payer, index, [])).to.equal(1n);
          expect(await reputation.getResponseCount(agentId, payer, index, [responder])).to.equal(1n);
        }
      });
    }

    it("takes them again and again", async () => {
      const system = await networkHelpers.loadFixture(givenFixture);
      const { reputation, agentId, payer, stranger } = system;
      for (const count of [1n, 2n, 3n]) {
        await expect(reputation.connect(stranger).appendResponse(agentId, payer, 1n, URI, HASH))
          .to.emit(reputation, "ResponseAppended")
          .withArgs(agentId, payer.address, 1n, stranger.address, URI, HASH);
        expect(await reputation.getResponseCount(agentId, payer, 1n, [stranger])).to.equal(count);
      }
    });

    it("takes a short or very long URI, without a hash", async () => {
      const system = await networkHelpers.loadFixture(givenFixture);
      const { reputation, agentId, payer, provider } = system;
      for (const uri of ["x", LONG]) {
        await expect(reputation.connect(provider).appendResponse(agentId, payer, 1n, uri, ZeroHash))
          .to.emit(reputation, "ResponseAppended")
          .withArgs(agentId, payer.address, 1n, provider.address, uri, ZeroHash);
      }
    });

    it("takes one to feedback that was taken back", async () => {
      const system = await networkHelpers.loadFixture(givenFixture);
      const { reputation, agentId, payer, provider } = system;
      await reputation.connect(payer).revokeFeedback(agentId, 1n);
      await reputation.connect(provider).appendResponse(agentId, payer, 1n, URI, HASH);
      expect(await reputation.getResponseCount(agentId, payer, 1n, [])).to.equal(1n);
    });

    it("rejects one without a URI", async () => {
      const system = await networkHelpers.loadFixture(givenFixture);
      const { reputation, agentId, payer, provider } = system;
      await expectRevert(
        reputation.connect(provider).appendResponse(agentId, payer, 2n, "", HASH),
        reputation,
        "ReputationEmptyResponse",
        [agentId, payer.address, 2n],
      );
      expect(await reputation.getResponseCount(agentId, payer, 2n, [])).to.equal(0n);
    });
  });

  describe("given no such feedback", () => {
    it("rejects numbers before the first and after the last, whatever the URI", async () => {
      const system = await networkHelpers.loadFixture(givenFixture);
      const { reputation, agentId, payer, provider } = system;
      for (const index of [0n, 3n, MAX_UINT64]) {
        for (const uri of [URI, ""]) {
          await expectRevert(
            reputation.connect(provider).appendResponse(agentId, payer, index, uri, HASH),
            reputation,
            "ReputationUnknownFeedback",
            [agentId, payer.address, index, 2n],
          );
        }
      }
    });

    it("rejects clients that said nothing, the caller and nobody among them", async () => {
      const system = await networkHelpers.loadFixture(givenFixture);
      const { reputation, agentId, payer, stranger } = system;
      for (const client of [stranger.address, ZeroAddress]) {
        await expectRevert(
          reputation.connect(payer).appendResponse(agentId, client, 1n, URI, HASH),
          reputation,
          "ReputationUnknownFeedback",
          [agentId, client, 1n, 0n],
        );
      }
      await expectRevert(
        reputation.connect(stranger).appendResponse(agentId, stranger, 1n, URI, HASH),
        reputation,
        "ReputationUnknownFeedback",
        [agentId, stranger.address, 1n, 0n],
      );
    });

    it("rejects services without feedback and numbers that are none", async () => {
      const system = await networkHelpers.loadFixture(givenFixture);
      const { reputation, payer, provider } = system;
      const second = await withSecondService(system);
      for (const agentId of [second.agentId, UNKNOWN]) {
        await expectRevert(
          reputation.connect(provider).appendResponse(agentId, payer, 1n, URI, HASH),
          reputation,
          "ReputationUnknownFeedback",
          [agentId, payer.address, 1n, 0n],
        );
      }
    });
  });
});
