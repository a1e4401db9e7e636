import { expect } from "chai";
import { areaUnderCurve, fitLogistic, predict } from "../../../packages/indexer/src/matching/logistic.js";
import { compareRankings, type JudgedOrder } from "../../../packages/indexer/src/matching/learned.js";
import { Randomness } from "../../fixtures/market/randomness.js";

describe("fitLogistic", () => {
  it("finds the coefficients that made the examples", () => {
    const random = new Randomness(7);
    const examples = Array.from({ length: 20_000 }, () => {
      const features = [random.next(), random.next(), random.next()] as const;
      const odds = -2 + 4 * features[0] - 1.5 * features[1];
      return { features, isGood: random.isTrue(1 / (1 + Math.exp(-odds))) };
    });
    const { intercept, coefficients } = fitLogistic(examples);
    for (const [found, made] of [
      [intercept, -2],
      [coefficients[0], 4],
      [coefficients[1], -1.5],
      [coefficients[2], 0],
    ] as const) {
      expect(Math.abs((found ?? NaN) - made)).to.be.at.most(0.2);
    }
  });

  it("stays finite when every example ends the same", () => {
    const model = fitLogistic(Array.from({ length: 50 }, (_, index) => ({ features: [index / 50], isGood: true })));
    expect(predict(model, [0.5])).to.be.within(0.9, 1);
    expect([model.intercept, ...model.coefficients].every(Number.isFinite)).to.equal(true);
  });

  it("stays finite when a feature separates the examples", () => {
    const model = fitLogistic(
      Array.from({ length: 50 }, (_, index) => ({ features: [index % 2], isGood: index % 2 === 1 })),
    );
    expect(predict(model, [1])).to.be.greaterThan(0.8);
    expect(predict(model, [0])).to.be.lessThan(0.2);
  });
});

describe("areaUnderCurve", () => {
  const scored = (...scores: [score: number, isGood: boolean][]) =>
    scores.map(([score, isGood]) => ({ score, isGood }));

  it("is 1 when every good one has the higher score", () => {
    expect(areaUnderCurve(scored([1, false], [2, true], [3, true]))).to.equal(1);
  });

  it("is 0 when every bad one has the higher score", () => {
    expect(areaUnderCurve(scored([3, false], [1, true], [2, true]))).to.equal(0);
  });

  it("is one half when all scores are the same", () => {
    expect(areaUnderCurve(scored([1, false], [1, true], [1, true], [1, false]))).to.equal(0.5);
  });

  it("is undefined when all are good", () => {
    expect(areaUnderCurve(scored([1, true]))).to.equal(undefined);
  });
});

describe("compareRankings", () => {
  /** Orders whose end one feature tells, and what fixed weights would say of each. */
  function orders(count: number, fixedOf: (feature: number, noise: number) => number): JudgedOrder[] {
    const random = new Randomness(3);
    return Array.from({ length: count }, (_, openedAt) => {
      const [feature, noise] = [random.next(), random.next()];
      return { openedAt, features: [feature, noise], isGood: random.isTrue(feature), fixed: fixedOf(feature, noise) };
    });
  }

  it("uses what was learned where the fixed weights see nothing", () => {
    const ranking = compareRankings(orders(1_000, (_feature, noise) => noise));
    expect(ranking.kind).to.equal("learned");
    expect(ranking.orders).to.include({ fitted: 700, heldOut: 300 });
    expect(ranking.accuracy.learned).to.be.greaterThan((ranking.accuracy.fixed ?? 0) + 100_000);
    expect(ranking.reason).to.match(
      /^Learned from 700 orders: .* \d\d\.\d % against \d\d\.\d % on 300 orders held out, with a standard error of \d\.\d %\.$/,
    );
    expect(ranking.accuracy.standardError).to.be.within(1, 100_000);
  });

  it("keeps the fixed weights where they are as good, and says so", () => {
    const ranking = compareRankings(orders(1_000, (feature) => feature));
    expect(ranking.kind).to.equal("fixed");
    expect(ranking.reason).to.match(
      /^Fixed weights: .* is not clearly better, .* on 300 orders held out, with a standard error of \d\.\d %\.$/,
    );
  });

  it("keeps the fixed weights where the gain may be chance, for it differs much from one part to the next", () => {
    // Somewhat worse than what can be learned, on 90 orders held out.
    const ranking = compareRankings(orders(300, (feature, noise) => feature + 0.35 * noise));
    const { fixed = 0, learned = 0, standardError = 0 } = ranking.accuracy;
    expect(learned - fixed).to.be.at.least(10_000);
    expect(standardError).to.be.at.least(learned - fixed);
    expect(ranking.kind).to.equal("fixed");
    // The same weights are replaced where there are enough orders to be sure.
    const many = compareRankings(orders(6_000, (feature, noise) => feature + 0.35 * noise));
    expect(many.accuracy.standardError).to.be.below((many.accuracy.learned ?? 0) - (many.accuracy.fixed ?? 0));
    expect(many.kind).to.equal("learned");
  });

  it("keeps the fixed weights when few orders were settled", () => {
    const ranking = compareRankings(orders(100, (_feature, noise) => noise));
    expect(ranking).to.include({ kind: "fixed", model: undefined });
    expect(ranking.reason).to.contain("100 settled orders");
  });

  it("keeps the fixed weights when none of the last orders ended badly", () => {
    const ranking = compareRankings(
      orders(1_000, (_feature, noise) => noise).map((order) => ({ ...order, isGood: true })),
    );
    expect(ranking.kind).to.equal("fixed");
    expect(ranking.reason).to.contain("0 of the last 300 ended badly");
  });

  it("learns nothing from the orders that are held out", () => {
    const all = orders(1_000, (_feature, noise) => noise);
    const flipped = all.map((order, index) => (index < 700 ? order : { ...order, isGood: !order.isGood }));
    expect(compareRankings(flipped).model).to.deep.equal(compareRankings(all).model);
    expect(compareRankings(flipped).kind).to.equal("fixed");
  });
});
