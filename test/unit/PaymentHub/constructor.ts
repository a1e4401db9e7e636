import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { hubFixture } from "../../fixtures/hub.js";

describe("PaymentHub constructor", () => {
  it("smoke", async () => {
    const { hub } = await networkHelpers.loadFixture(hubFixture);
    expect(await hub.fee()).to.equal(0n);
  });
});
