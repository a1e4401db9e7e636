import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { servicesFixture } from "../../fixtures/services.js";

describe("ServiceValidation.constructor", () => {
  it("keeps the registry, and reports the largest response and the version", async () => {
    const { registry, validation } = await networkHelpers.loadFixture(servicesFixture);
    expect(await validation.getIdentityRegistry()).to.equal(registry.target);
    expect(await validation.MAX_RESPONSE()).to.equal(100n);
    expect(await validation.getVersion()).to.equal("2.0.0");
  });
});
