import { expect } from "chai";
import { ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { LONG } from "../../fixtures/feedback.js";
import { servicesFixture } from "../../fixtures/services.js";

const HASH = ethers.id("the work");
const OTHER_HASH = ethers.id("other work");
const URI = "ipfs://the-evidence";
const EVIDENCE = ethers.id("the evidence");

/** The provider asked the arbiter about its work, and a sponsor about other work. */
async function askedFixture() {
  const system = await servicesFixture();
  const { validation, agentId, provider, arbiter: validator, sponsor } = system;
  await validation.connect(provider).validationRequest(validator, agentId, "ipfs://the-work", HASH);
  await validation.connect(provider).validationRequest(sponsor, agentId, "ipfs://other-work", OTHER_HASH);
  return { ...system, validator };
}

describe("ServiceValidation.validationResponse", () => {
  describe("given the validator", () => {
    for (const response of [0n, 1n, 99n, 100n]) {
      it(`takes ${response}, stores it and logs all of it`, async () => {
        const system = await networkHelpers.loadFixture(askedFixture);
        const { validation, agentId, validator, sponsor } = system;
        const before = await validation.getValidationStatus(OTHER_HASH);
        await networkHelpers.time.increase(1_000);
        const answering = await validation
          .connect(validator)
          .validationResponse(HASH, response, URI, EVIDENCE, "proof");
        expect(await eventsOf(answering, validation)).to.deep.equal([
          ["ValidationResponse", validator.address, agentId, HASH, response, URI, EVIDENCE, "proof"],
        ]);
        const now = BigInt(await networkHelpers.time.latest());
        const status = await validation.getValidationStatus(HASH);
        expect(status).to.deep.equal([validator.address, agentId, response, EVIDENCE, "proof", now]);
        expect(await validation.getSummary(agentId, [], "")).to.deep.equal([1n, response]);
        // The other request is as it was.
        expect(await validation.getValidationStatus(OTHER_HASH)).to.deep.equal(before);
        expect(before.validatorAddress).to.equal(sponsor.address);
      });
    }

    for (const response of [101n, 255n]) {
      it(`rejects ${response}`, async () => {
        const { validation, agentId, validator } = await networkHelpers.loadFixture(askedFixture);
        await expectRevert(
          validation.connect(validator).validationResponse(HASH, response, URI, EVIDENCE, ""),
          validation,
          "ValidationInvalidResponse",
          [HASH, response],
        );
        expect(await validation.getSummary(agentId, [], "")).to.deep.equal([0n, 0n]);
      });
    }

    it("takes it without file and tag", async () => {
      const { validation, agentId, validator } = await networkHelpers.loadFixture(askedFixture);
      await expect(validation.connect(validator).validationResponse(HASH, 7, "", ZeroHash, ""))
        .to.emit(validation, "ValidationResponse")
        .withArgs(validator.address, agentId, HASH, 7n, "", ZeroHash, "");
      expect(await validation.getSummary(agentId, [validator], "")).to.deep.equal([1n, 7n]);
    });

    it("takes very long texts and reads the tag back", async () => {
      const { validation, agentId, validator } = await networkHelpers.loadFixture(askedFixture);
      await expect(validation.connect(validator).validationResponse(HASH, 7, `ipfs://${LONG}`, EVIDENCE, LONG))
        .to.emit(validation, "ValidationResponse")
        .withArgs(validator.address, agentId, HASH, 7n, `ipfs://${LONG}`, EVIDENCE, LONG);
      expect((await validation.getValidationStatus(HASH)).tag).to.equal(LONG);
      expect(await validation.getSummary(agentId, [], LONG)).to.deep.equal([1n, 7n]);
    });

    it("does not list the request again", async () => {
      const { validation, agentId, validator } = await networkHelpers.loadFixture(askedFixture);
      await validation.connect(validator).validationResponse(HASH, 7, URI, EVIDENCE, "");
      expect(await validation.getAgentValidations(agentId)).to.deep.equal([HASH, OTHER_HASH]);
      expect(await validation.getValidatorRequests(validator)).to.deep.equal([HASH]);
    });
  });

  describe("given an earlier response", () => {
    it("replaces all of it, and counts once", async () => {
      const system = await networkHelpers.loadFixture(askedFixture);
      const { validation, agentId, validator } = system;
      await validation
        .connect(validator)
        .validationResponse(HASH, 30, URI, EVIDENCE, "a long first tag of over 32 bytes");
      const { lastUpdate } = await validation.getValidationStatus(HASH);
      await networkHelpers.time.increase(1_000);
      for (const [response, uri, hash, tag] of [
        [80n, "ipfs://more", ethers.id("more"), "final"],
        [0n, "", ZeroHash, ""],
      ] as const) {
        await expect(validation.connect(validator).validationResponse(HASH, response, uri, hash, tag))
          .to.emit(validation, "ValidationResponse")
          .withArgs(validator.address, agentId, HASH, response, uri, hash, tag);
        const now = BigInt(await networkHelpers.time.latest());
        expect(now).to.be.greaterThan(lastUpdate + 900n);
        const status = await validation.getValidationStatus(HASH);
        expect(status).to.deep.equal([validator.address, agentId, response, hash, tag, now]);
        expect(await validation.getSummary(agentId, [], "")).to.deep.equal([1n, response]);
      }
      expect(await validation.getSummary(agentId, [], "final")).to.deep.equal([0n, 0n]);
    });

    it("keeps it when a change is refused", async () => {
      const { validation, agentId, validator } = await networkHelpers.loadFixture(askedFixture);
      await validation.connect(validator).validationResponse(HASH, 30, URI, EVIDENCE, "first");
      await expectRevert(
        validation.connect(validator).validationResponse(HASH, 101, URI, EVIDENCE, "second"),
        validation,
        "ValidationInvalidResponse",
        [HASH, 101n],
      );
      expect(await validation.getSummary(agentId, [], "first")).to.deep.equal([1n, 30n]);
    });
  });

  describe("given somebody else", () => {
    it("rejects the service, another validator and strangers, whatever the response", async () => {
      const system = await networkHelpers.loadFixture(askedFixture);
      const { validation, validator, provider, sponsor, stranger } = system;
      for (const caller of [provider, sponsor, stranger]) {
        for (const response of [50, 101]) {
          await expectRevert(
            validation.connect(caller).validationResponse(HASH, response, URI, EVIDENCE, ""),
            validation,
            "ValidationNotValidator",
            [HASH, caller.address, validator.address],
          );
        }
      }
    });
  });

  describe("given no request", () => {
    it("rejects a response before the request, and accepts it after", async () => {
      const { validation, agentId, provider, validator } = await networkHelpers.loadFixture(askedFixture);
      const hash = ethers.id("work to come");
      for (const response of [50, 101]) {
        await expectRevert(
          validation.connect(validator).validationResponse(hash, response, URI, EVIDENCE, ""),
          validation,
          "ValidationUnknownRequest",
          [hash],
        );
      }
      await expectRevert(validation.getValidationStatus(hash), validation, "ValidationUnknownRequest", [hash]);
      await validation.connect(provider).validationRequest(validator, agentId, "", hash);
      await validation.connect(validator).validationResponse(hash, 50, URI, EVIDENCE, "");
      expect((await validation.getValidationStatus(hash)).response).to.equal(50n);
    });
  });
});
