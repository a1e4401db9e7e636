import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { MAX_RATING, MAX_VALUE } from "../../fixtures/feedback.js";
import { servicesFixture } from "../../fixtures/services.js";

describe("ServiceReputation.constructor", () => {
  it("keeps registry and hub, and reports the bounds, the tags of deals and the version", async () => {
    const { hub, registry, reputation } = await networkHelpers.loadFixture(servicesFixture);
    expect(await reputation.getIdentityRegistry()).to.equal(registry.target);
    expect(await reputation.hub()).to.equal(hub.target);
    expect(await reputation.MAX_ABS_VALUE()).to.equal(MAX_VALUE);
    expect(await reputation.MAX_RATING()).to.equal(MAX_RATING);
    expect(await reputation.RATING_TAG()).to.equal("starred");
    expect(await reputation.PAID_TAG()).to.equal("paid");
    expect(await reputation.getVersion()).to.equal("2.0.0");
  });
});
