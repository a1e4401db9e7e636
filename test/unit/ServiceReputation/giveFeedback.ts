import { expect } from "chai";
import { ZeroHash } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  feedbackOf,
  give,
  LONG,
  managedFixture,
  MAX_INT128,
  MAX_VALUE,
  MIN_INT128,
  UNKNOWN,
  withSecondService,
} from "../../fixtures/feedback.js";
import { servicesFixture } from "../../fixtures/services.js";

const PLAIN_TAGS = ["Paid", "PAID", "paid ", " paid", "paid\0", "pai", "paidd", ""];

describe("ServiceReputation.giveFeedback", () => {
  describe("given a client", () => {
    it("stores what it says and logs all of it", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      const { value, decimals, tag1, tag2, endpoint, uri, hash } = feedbackOf();
      const giving = give(system, stranger);
      await expect(giving)
        .to.emit(reputation, "NewFeedback")
        .withArgs(agentId, stranger.address, 1n, value, decimals, tag1, tag1, tag2, endpoint, uri, hash);
      expect(await eventsOf(await giving, reputation)).to.have.length(1);
      expect(await reputation.readFeedback(agentId, stranger, 1n)).to.deep.equal([975n, 1n, "uptime", "week", false]);
    });

    it("takes it without tags, endpoint and file", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      const bare = { tag1: "", tag2: "", endpoint: "", uri: "", hash: ZeroHash };
      await expect(give(system, stranger, bare))
        .to.emit(reputation, "NewFeedback")
        .withArgs(agentId, stranger.address, 1n, 975n, 1n, "", "", "", "", "", ZeroHash);
      expect(await reputation.readFeedback(agentId, stranger, 1n)).to.deep.equal([975n, 1n, "", "", false]);
    });

    it("numbers what each client says about each service from 1", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const second = await withSecondService(system);
      const { reputation, payer, stranger } = system;
      const expected = [
        [system, stranger, 1n],
        [system, stranger, 2n],
        [system, payer, 1n],
        [second, stranger, 1n],
        [system, stranger, 3n],
        [second, stranger, 2n],
      ] as const;
      for (const [of, client, index] of expected) {
        const { value, decimals, tag1, tag2, endpoint, uri, hash } = feedbackOf();
        await expect(give(of, client))
          .to.emit(reputation, "NewFeedback")
          .withArgs(of.agentId, client.address, index, value, decimals, tag1, tag1, tag2, endpoint, uri, hash);
        expect(await reputation.getLastIndex(of.agentId, client)).to.equal(index);
      }
      expect(await reputation.getLastIndex(1n, payer)).to.equal(0n);
    });

    it("weighs nothing in the paid summary, whatever its tags", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await give(system, system.stranger, { tag1: "starred", tag2: "" });
      await give(system, system.stranger, { tag1: "paid", tag2: "starred" });
      expect(await system.reputation.getPaidSummary(0n)).to.deep.equal([0n, 0n, 0n, 0n]);
    });
  });

  describe("given values", () => {
    for (const value of [MAX_VALUE, 1n, 0n, -1n, -MAX_VALUE]) {
      for (const decimals of [0, 18]) {
        it(`takes ${value} with ${decimals} decimals`, async () => {
          const system = await networkHelpers.loadFixture(servicesFixture);
          const { reputation, agentId, stranger } = system;
          const { tag1, tag2, endpoint, uri, hash } = feedbackOf();
          await expect(give(system, stranger, { value, decimals }))
            .to.emit(reputation, "NewFeedback")
            .withArgs(agentId, stranger.address, 1n, value, decimals, tag1, tag1, tag2, endpoint, uri, hash);
          const read = await reputation.readFeedback(agentId, stranger, 1n);
          expect(read.slice(0, 2)).to.deep.equal([value, BigInt(decimals)]);
        });
      }
    }

    for (const value of [MAX_VALUE + 1n, -MAX_VALUE - 1n, MAX_INT128, MIN_INT128]) {
      it(`rejects ${value}, with all decimals`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { reputation, agentId, stranger } = system;
        for (const decimals of [0, 18]) {
          await expectRevert(give(system, stranger, { value, decimals }), reputation, "ReputationInvalidValue", [
            agentId,
            value,
          ]);
        }
      });
    }

    for (const decimals of [19, 255]) {
      it(`rejects ${decimals} decimals, even of 0`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { reputation, agentId, stranger } = system;
        for (const value of [0n, 1n, MAX_VALUE]) {
          await expectRevert(give(system, stranger, { value, decimals }), reputation, "ReputationInvalidDecimals", [
            agentId,
            decimals,
          ]);
        }
      });
    }
  });

  describe("given the tag of deals", () => {
    it("rejects it as second tag, with any first", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      for (const tag1 of ["starred", "", "paid"]) {
        await expectRevert(give(system, stranger, { tag1, tag2: "paid" }), reputation, "ReputationReservedTag", [
          agentId,
          "paid",
        ]);
      }
      expect(await reputation.getLastIndex(agentId, stranger)).to.equal(0n);
    });

    it("takes it as first tag, where it stands for nothing", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      await give(system, stranger, { tag1: "paid", tag2: "starred" });
      expect(await reputation.readFeedback(agentId, stranger, 1n)).to.deep.equal([975n, 1n, "paid", "starred", false]);
      expect(await reputation.getSummary(agentId, [stranger], "", "paid")).to.deep.equal([0n, 0n, 0n]);
    });

    for (const tag2 of PLAIN_TAGS) {
      it(`takes ${JSON.stringify(tag2)} as second tag and does not count it as paid`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { reputation, agentId, stranger } = system;
        await give(system, stranger, { tag1: "starred", tag2 });
        expect(await reputation.readFeedback(agentId, stranger, 1n)).to.deep.equal([975n, 1n, "starred", tag2, false]);
        expect(await reputation.getSummary(agentId, [stranger], "", "paid")).to.deep.equal([0n, 0n, 0n]);
        expect(await reputation.getSummary(agentId, [stranger], "", tag2)).to.deep.equal([1n, 975n, 1n]);
        expect(await reputation.getPaidSummary(agentId)).to.deep.equal([0n, 0n, 0n, 0n]);
      });
    }
  });

  describe("given somebody of the service", () => {
    for (const role of ["buyer", "wallet", "approved", "operator"] as const) {
      it(`rejects the ${role}`, async () => {
        const system = await networkHelpers.loadFixture(managedFixture);
        const { reputation, agentId, [role]: client } = system;
        await expectRevert(give(system, client), reputation, "ReputationSelfFeedback", [agentId, client.address]);
      });
    }

    for (const role of ["formerWallet", "provider"] as const) {
      it(`takes it from the ${role === "provider" ? "first owner and wallet" : role}`, async () => {
        const system = await networkHelpers.loadFixture(managedFixture);
        const { reputation, agentId, [role]: client } = system;
        await give(system, client);
        expect(await reputation.getLastIndex(agentId, client)).to.equal(1n);
      });
    }

    it("takes it about another service", async () => {
      const system = await networkHelpers.loadFixture(managedFixture);
      const { registry, reputation, buyer, stranger, formerWallet, wallet, approved } = system;
      await registry.connect(stranger)["register()"]();
      for (const client of [buyer, wallet, formerWallet, approved]) {
        await give({ reputation, agentId: 1n }, client);
        expect(await reputation.getLastIndex(1n, client)).to.equal(1n);
      }
    });

    it("takes it from those that are approved no more", async () => {
      const system = await networkHelpers.loadFixture(managedFixture);
      const { registry, reputation, agentId, buyer, stranger, approved, operator } = system;
      await registry.connect(buyer).approve(stranger, agentId);
      await registry.connect(buyer).setApprovalForAll(operator, false);
      for (const client of [approved, operator]) {
        await give(system, client);
        expect(await reputation.getLastIndex(agentId, client)).to.equal(1n);
      }
    });

    it("takes it from a former owner that never was its wallet", async () => {
      const system = await networkHelpers.loadFixture(managedFixture);
      const { registry, reputation, agentId, buyer, stranger } = system;
      await registry.connect(buyer).transferFrom(buyer, stranger, agentId);
      await give(system, buyer);
      expect(await reputation.getLastIndex(agentId, buyer)).to.equal(1n);
    });
  });

  describe("given no such service", () => {
    it("rejects it, however wrong the rest is", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, reputation, stranger } = system;
      for (const agentId of [1n, UNKNOWN]) {
        for (const said of [{}, { decimals: 19 }, { value: MAX_INT128 }]) {
          await expectRevert(give({ reputation, agentId }, stranger, said), registry, "ERC721NonexistentToken", [
            agentId,
          ]);
        }
      }
    });

    it("rejects the tag of deals first", async () => {
      const { reputation, stranger } = await networkHelpers.loadFixture(servicesFixture);
      await expectRevert(
        give({ reputation, agentId: UNKNOWN }, stranger, { tag2: "paid" }),
        reputation,
        "ReputationReservedTag",
        [UNKNOWN, "paid"],
      );
    });
  });

  describe("given very long texts", () => {
    for (const tag of ["tag1", "tag2"] as const) {
      it(`keeps one as ${tag} and finds it`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { reputation, agentId, stranger } = system;
        await give(system, stranger, { tag1: "", tag2: "", [tag]: LONG });
        const tags = tag === "tag1" ? ([LONG, ""] as const) : (["", LONG] as const);
        expect(await reputation.readFeedback(agentId, stranger, 1n)).to.deep.equal([975n, 1n, ...tags, false]);
        expect(await reputation.getSummary(agentId, [stranger], ...tags)).to.deep.equal([1n, 975n, 1n]);
        const other = tags.map((text) => text.slice(0, -1)) as [string, string];
        expect(await reputation.getSummary(agentId, [stranger], ...other)).to.deep.equal([0n, 0n, 0n]);
      });
    }

    it("returns them as endpoint and file", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      const { value, decimals, tag1, tag2, hash } = feedbackOf();
      const [endpoint, uri] = [LONG, `ipfs://${LONG}`];
      await expect(give(system, stranger, { endpoint, uri }))
        .to.emit(reputation, "NewFeedback")
        .withArgs(agentId, stranger.address, 1n, value, decimals, tag1, tag1, tag2, endpoint, uri, hash);
    });
  });
});
