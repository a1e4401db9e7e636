import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { votesFixture } from "../../fixtures/votes.js";

describe("ServiceVotes.constructor", () => {
  it("is called ServiceCoin Votes, vSCV, with the coin's 18 decimals", async () => {
    const { votes, coin } = await networkHelpers.loadFixture(votesFixture);
    expect(await votes.name()).to.equal("ServiceCoin Votes");
    expect(await votes.symbol()).to.equal("vSCV");
    expect(await votes.decimals()).to.equal(18n);
    expect(await votes.underlying()).to.equal(coin.target);
    expect(await votes.totalSupply()).to.equal(0n);
  });
});
