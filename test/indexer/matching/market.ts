import { expect } from "chai";
import { addOutcomes, judgeMarket, type Policy } from "../../fixtures/market/judge.js";

/** Not among those that the weights were chosen on. */
const SEEDS = [2001, 2002];

describe("matching on simulated markets", function () {
  it("sends most customers to a good provider, and far more than any simpler way does", async () => {
    const judgements = [];
    for (const seed of SEEDS) judgements.push(await judgeMarket(seed, 6));
    const outcomes = addOutcomes(judgements);
    const share = (policy: Policy) => outcomes[policy].good / outcomes[policy].customers;
    expect(outcomes.matching.customers).to.be.greaterThan(20);
    expect(share("matching")).to.be.greaterThan(0.7);
    for (const policy of ["random", "cheapest", "best stars", "best paid stars", "busiest"] as const) {
      expect(share("matching") - share(policy), policy).to.be.greaterThan(0.25);
    }
  });
});
