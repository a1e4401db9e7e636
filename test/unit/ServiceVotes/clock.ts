import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { votesFixture } from "../../fixtures/votes.js";

describe("ServiceVotes.clock", () => {
  it("is the second of the block", async () => {
    const { votes } = await networkHelpers.loadFixture(votesFixture);
    const second = (await networkHelpers.time.latest()) + 12_345;
    await networkHelpers.time.increaseTo(second);
    expect(await votes.clock()).to.equal(BigInt(second));
  });

  it("reports it in CLOCK_MODE", async () => {
    const { votes } = await networkHelpers.loadFixture(votesFixture);
    expect(await votes.CLOCK_MODE()).to.equal("mode=timestamp");
  });
});
