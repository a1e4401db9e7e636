import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { LONG, managedFixture, UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { servicesFixture } from "../../fixtures/services.js";

const URI = "ipfs://the-work";
const HASH = ethers.id("the work");
const OTHER_HASH = ethers.id("other work");

describe("ServiceValidation.validationRequest", () => {
  describe("given somebody of the service", () => {
    for (const role of ["buyer", "approved", "operator"] as const) {
      it(`lets the ${role} request a validation, stores it and logs all of it`, async () => {
        const system = await networkHelpers.loadFixture(managedFixture);
        const { validation, agentId, arbiter, [role]: caller } = system;
        const asking = await validation.connect(caller).validationRequest(arbiter, agentId, URI, HASH);
        expect(await eventsOf(asking, validation)).to.deep.equal([
          ["ValidationRequest", arbiter.address, agentId, URI, HASH],
        ]);
        const now = BigInt(await networkHelpers.time.latest());
        const status = await validation.getValidationStatus(HASH);
        expect(status).to.deep.equal([arbiter.address, agentId, 0n, ZeroHash, "", now]);
        expect(await validation.getAgentValidations(agentId)).to.deep.equal([HASH]);
        expect(await validation.getValidatorRequests(arbiter)).to.deep.equal([HASH]);
      });
    }

    it("lets the owner request any validator, including itself", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, provider } = system;
      await validation.connect(provider).validationRequest(provider, agentId, URI, HASH);
      expect((await validation.getValidationStatus(HASH)).validatorAddress).to.equal(provider.address);
    });

    it("takes an empty or very long URI and the zero hash", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, provider, arbiter } = system;
      for (const [uri, hash] of [
        ["", ZeroHash],
        [LONG, HASH],
      ] as const) {
        await expect(validation.connect(provider).validationRequest(arbiter, agentId, uri, hash))
          .to.emit(validation, "ValidationRequest")
          .withArgs(arbiter.address, agentId, uri, hash);
      }
      expect(await validation.getAgentValidations(agentId)).to.deep.equal([ZeroHash, HASH]);
    });
  });

  describe("given anybody else", () => {
    for (const role of ["provider", "wallet", "formerWallet", "arbiter", "stranger"] as const) {
      it(`rejects the ${role === "provider" ? "former owner" : role === "arbiter" ? "validator" : role}`, async () => {
        const system = await networkHelpers.loadFixture(managedFixture);
        const { validation, agentId, arbiter, [role]: caller } = system;
        await expectRevert(
          validation.connect(caller).validationRequest(arbiter, agentId, URI, HASH),
          validation,
          "ValidationUnauthorized",
          [agentId, caller.address],
        );
      });
    }

    it("rejects those that are approved no more", async () => {
      const system = await networkHelpers.loadFixture(managedFixture);
      const { registry, validation, agentId, buyer, arbiter, approved, operator } = system;
      await registry.connect(buyer).approve(ZeroAddress, agentId);
      await registry.connect(buyer).setApprovalForAll(operator, false);
      for (const caller of [approved, operator]) {
        await expectRevert(
          validation.connect(caller).validationRequest(arbiter, agentId, URI, HASH),
          validation,
          "ValidationUnauthorized",
          [agentId, caller.address],
        );
      }
    });

    it("rejects the owner of another service", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, validation, provider, arbiter, stranger } = system;
      await registry.connect(stranger)["register()"]();
      for (const [caller, agentId] of [
        [stranger, 0n],
        [provider, 1n],
      ] as const) {
        await expectRevert(
          validation.connect(caller).validationRequest(arbiter, agentId, URI, HASH),
          validation,
          "ValidationUnauthorized",
          [agentId, caller.address],
        );
      }
    });
  });

  describe("given no validator", () => {
    it("rejects the zero address, and a stranger before it", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, provider, stranger } = system;
      await expectRevert(
        validation.connect(provider).validationRequest(ZeroAddress, agentId, URI, HASH),
        validation,
        "ValidationInvalidValidator",
        [agentId, ZeroAddress],
      );
      await expectRevert(
        validation.connect(stranger).validationRequest(ZeroAddress, agentId, URI, HASH),
        validation,
        "ValidationUnauthorized",
        [agentId, stranger.address],
      );
    });
  });

  describe("given no such service", () => {
    it("rejects it", async () => {
      const { registry, validation, provider, arbiter } = await networkHelpers.loadFixture(servicesFixture);
      for (const agentId of [1n, UNKNOWN]) {
        await expectRevert(
          validation.connect(provider).validationRequest(arbiter, agentId, URI, HASH),
          registry,
          "ERC721NonexistentToken",
          [agentId],
        );
      }
    });
  });

  describe("given a hash that is taken", () => {
    it("rejects it again, to any validator", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, provider, arbiter, stranger } = system;
      await validation.connect(provider).validationRequest(arbiter, agentId, URI, HASH);
      for (const validator of [arbiter, stranger]) {
        await expectRevert(
          validation.connect(provider).validationRequest(validator, agentId, "ipfs://more", HASH),
          validation,
          "ValidationRequestExists",
          [HASH, agentId],
        );
      }
      expect(await validation.getAgentValidations(agentId)).to.deep.equal([HASH]);
      expect(await validation.getValidatorRequests(stranger)).to.deep.equal([]);
    });

    it("rejects it after the response", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, provider, arbiter } = system;
      await validation.connect(provider).validationRequest(arbiter, agentId, URI, HASH);
      await validation.connect(arbiter).validationResponse(HASH, 0, "", ZeroHash, "");
      await expectRevert(
        validation.connect(provider).validationRequest(arbiter, agentId, URI, HASH),
        validation,
        "ValidationRequestExists",
        [HASH, agentId],
      );
    });

    it("rejects it to a service when another was first, and reports which", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, validation, agentId, provider, arbiter, stranger } = system;
      await registry.connect(stranger)["register()"]();
      await validation.connect(stranger).validationRequest(stranger, 1n, URI, HASH);
      await expectRevert(
        validation.connect(provider).validationRequest(arbiter, agentId, URI, HASH),
        validation,
        "ValidationRequestExists",
        [HASH, 1n],
      );
      // A hash that depends on the service is its own.
      await validation.connect(provider).validationRequest(arbiter, agentId, URI, OTHER_HASH);
      expect(await validation.getAgentValidations(agentId)).to.deep.equal([OTHER_HASH]);
      expect(await validation.getAgentValidations(1n)).to.deep.equal([HASH]);
    });
  });

  describe("given a service that changed hands", () => {
    it("keeps its requests and lets the new owner request validations", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, validation, agentId, provider, arbiter, stranger } = system;
      const second = await withSecondService(system);
      await validation.connect(provider).validationRequest(arbiter, agentId, URI, HASH);
      await registry.connect(provider).transferFrom(provider, stranger, agentId);
      await validation.connect(stranger).validationRequest(arbiter, agentId, URI, OTHER_HASH);
      expect(await validation.getAgentValidations(agentId)).to.deep.equal([HASH, OTHER_HASH]);
      expect(await validation.getAgentValidations(second.agentId)).to.deep.equal([]);
    });
  });
});
