import { expect } from "chai";
import { groupBy } from "../../../packages/indexer/src/matching/groups.js";
import { weighPayers } from "../../../packages/indexer/src/matching/independence.js";
import { ONE } from "../../../packages/indexer/src/matching/ppm.js";
import type { Turnover } from "../../../packages/indexer/src/matching/rows.js";

type Transfer = [payer: string, payee: string, amount: bigint];

/** Weights of the payers of `shop`, which `owner` owns. */
function weightsOf(transfers: readonly Transfer[]): Record<string, number> {
  const payments = transfers.map(([payer, payee, amount]) => ({ payer, payee, amount, firstAt: 1, lastAt: 1 }));
  const turnover = new Map<string, Turnover>();
  const of = (account: string): Turnover => {
    const known = turnover.get(account) ?? { paid: 0n, earned: 0n };
    turnover.set(account, known);
    return known;
  };
  for (const { payer, payee, amount } of payments) {
    of(payer).paid += amount;
    of(payee).earned += amount;
  }
  const toPayers = groupBy(payments, ({ payee }) => payee);
  const sentBy = groupBy(payments, ({ payer }) => payer);
  const none = { received: new Map<string, bigint>(), sent: new Map<string, bigint>(), busy: new Set<string>() };
  const flow = { toPayers, sentBy, turnover, ...none };
  const income = payments.filter(({ payee }) => payee === "shop");
  return Object.fromEntries(weighPayers(new Set(["shop", "owner"]), income, flow));
}

/** Honest customers, with coins that they bought, who also buy elsewhere. */
const CUSTOMERS: Transfer[] = ["ann", "bob", "cid", "dan"].flatMap((name): Transfer[] => [
  ["exchange", name, 20n],
  [name, "shop", 10n],
  [name, "other", 10n],
]);

/** What the exchange sold to everyone else. */
const CROWD: Transfer[] = [["exchange", "crowd", 10_000n]];

describe("weighPayers", () => {
  it("counts customers in full who share nothing but a large exchange", () => {
    const weights = weightsOf([...CUSTOMERS, ...CROWD]);
    for (const name of ["ann", "bob", "cid", "dan"]) {
      // A quarter of the income comes from each, and each spent half of its money here.
      expect(weights[name]).to.be.within(0.8 * ONE, 0.82 * ONE);
    }
  });

  it("counts the provider's own accounts not at all", () => {
    expect(weightsOf([...CUSTOMERS, ["owner", "shop", 50n], ["shop", "shop", 50n]])).to.include({ owner: 0, shop: 0 });
  });

  it("counts a payer not at all whose money came from the provider", () => {
    expect(weightsOf([...CUSTOMERS, ["shop", "puppet", 10n], ["puppet", "shop", 10n]])["puppet"]).to.equal(0);
  });

  it("counts a payer not at all whose money came from the provider through another account", () => {
    const circle: Transfer[] = [
      ["owner", "between", 10n],
      ["between", "puppet", 10n],
      ["puppet", "shop", 10n],
    ];
    expect(weightsOf([...CUSTOMERS, ...circle])["puppet"]).to.equal(0);
  });

  for (const between of [["a"], ["a", "b"], ["a", "b", "c"]]) {
    it(`counts payers not at all in a circle of ${between.length + 2} accounts`, () => {
      const way = ["shop", ...between, "puppet", "shop"];
      const circle = way.slice(1).map((payee, index): Transfer => [way[index] as string, payee, 10n]);
      expect(weightsOf([...CUSTOMERS, ...circle])["puppet"]).to.equal(0);
    });
  }

  it("counts a payer by the half of its money that came from elsewhere", () => {
    const weights = weightsOf([
      ...CUSTOMERS,
      ...CROWD,
      ["shop", "half", 10n],
      ["exchange", "half", 10n],
      ["half", "shop", 1n],
      ["half", "other", 19n],
    ]);
    expect(weights["half"]).to.be.within(0.47 * ONE, 0.5 * ONE);
  });

  it("does not join a provider and its customers by the exchange where one sells and the others buy", () => {
    const weights = weightsOf([...CUSTOMERS, ...CROWD, ["crowd", "exchange", 10_000n], ["shop", "exchange", 40n]]);
    expect(weights["ann"]).to.be.within(0.79 * ONE, 0.82 * ONE);
  });

  it("counts payers of one funder as one payer when it funded nobody else", () => {
    const puppets = ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10"];
    const funding = puppets.flatMap((name): Transfer[] => [
      ["funder", name, 10n],
      [name, "shop", 10n],
    ]);
    const weights = weightsOf([...CUSTOMERS, ...CROWD, ["exchange", "funder", 100n], ...funding]);
    const sum = puppets.reduce((total, name) => total + (weights[name] ?? 0), 0);
    expect(sum).to.be.within(0.9 * ONE, ONE);
    expect(weights["ann"]).to.be.greaterThan(0.8 * ONE);
  });

  it("counts payers of one funder by how much of its money went to others", () => {
    const puppets = ["p1", "p2"];
    const funding = puppets.flatMap((name): Transfer[] => [
      ["funder", name, 10n],
      [name, "shop", 1n],
      [name, "other", 9n],
    ]);
    const weights = weightsOf([...CUSTOMERS, ...CROWD, ...funding, ["funder", "crowd", 20n]]);
    // Half of the funder's money went here, and two payers count as one for that half.
    expect(weights["p1"]).to.be.within(0.72 * ONE, 0.75 * ONE);
  });

  it("counts a pair a quarter that deals with nobody else", () => {
    expect(weightsOf([["partner", "shop", 10n]])).to.deep.equal({ partner: ONE / 4 });
  });

  it("does not depend on the order of payments", () => {
    const all: Transfer[] = [...CUSTOMERS, ...CROWD, ["shop", "ann", 5n], ["funder", "bob", 20n]];
    expect(weightsOf([...all].reverse())).to.deep.equal(weightsOf(all));
  });
});
