import { expect } from "chai";
import { formatScv, parseScv } from "@servicecoin/sdk";
import { matchServices, NeedError, type Need } from "../../../packages/indexer/src/matching/matchServices.js";
import { WEIGHTS, type PartName } from "../../../packages/indexer/src/matching/weights.js";
import { Ledger } from "../../fixtures/market/ledger.js";
import { onBothDatabases } from "../../fixtures/onBothDatabases.js";
import { addressOf, SeededIndex } from "../../fixtures/seededIndex.js";

const DAY = 86_400;
const NOW = 1_700_000_000;
const EXCHANGE = addressOf(1);

type End = "kept" | "refunded" | "disputed" | "late" | "missed";

/** One market with a service for each thing that makes a difference. */
class Market {
  readonly ledger = new Ledger();
  readonly ids: Record<string, number> = {};
  #accounts = 100;

  constructor() {
    this.ledger.pay(EXCHANGE, addressOf(2), parseScv("100000"), NOW - 300 * DAY);
  }

  account(): string {
    return addressOf(this.#accounts++);
  }

  service(name: string, more: { price?: string | null; category?: string; registeredAt?: number } = {}): string {
    const owner = this.account();
    const { price = "1", category = "weather", registeredAt = NOW - 100 * DAY } = more;
    this.ids[name] = this.ledger.addService({
      ...{ name, owner, wallet: owner, category, registeredAt },
      price: price === null ? null : parseScv(price),
    });
    return owner;
  }

  /** Orders by a new customer each, who also buys elsewhere. */
  orders(name: string, count: number, end: End, rating?: number, more: { ago?: number; took?: number } = {}): void {
    for (let number = 0; number < count; number++) {
      const payer = this.account();
      const openedAt = NOW - (more.ago ?? 10) * DAY;
      this.ledger.pay(EXCHANGE, payer, parseScv("5"), openedAt - DAY);
      this.ledger.pay(payer, addressOf(3), parseScv("4"), openedAt - DAY);
      this.order(name, payer, openedAt, end, rating, more.took);
    }
  }

  order(name: string, payer: string, openedAt: number, end: End, rating?: number, took = 3_600): void {
    const id = this.ids[name] as number;
    const { wallet, price } = this.ledger.services[id] as { wallet: string; price: bigint | null };
    const amount = price ?? parseScv("1");
    const deadline = openedAt + 2 * DAY;
    const deliveredAt = end === "missed" || end === "refunded" ? null : end === "late" ? deadline + 1 : openedAt + took;
    const closedAt = end === "missed" ? null : (deliveredAt ?? deadline) + 60;
    const paid = end === "kept" || end === "late" ? amount : 0n;
    const isDisputed = end === "disputed";
    const deal = this.ledger.order({
      ...{ payer, payee: wallet, amount, openedAt, deadline, deliveredAt, isDisputed, paid, closedAt },
    });
    if (rating !== undefined && paid > 0n)
      this.ledger.rate(id, payer, rating, closedAt ?? NOW, { id: deal, payee: wallet, paid });
  }
}

function buildMarket(): Market {
  const market = new Market();
  market.service("good");
  market.orders("good", 12, "kept", 95);
  market.service("dear", { price: "1.9" });
  market.orders("dear", 12, "kept", 95);
  market.service("badly rated");
  market.orders("badly rated", 12, "kept", 30);
  market.service("disliked by three");
  market.orders("disliked by three", 9, "kept");
  market.orders("disliked by three", 3, "kept", 30);
  market.service("disliked by one");
  market.orders("disliked by one", 11, "kept");
  market.orders("disliked by one", 1, "kept", 0);
  market.service("disliked by one of many");
  market.orders("disliked by one of many", 11, "kept", 90);
  market.orders("disliked by one of many", 1, "kept", 0);
  market.service("refunding");
  market.orders("refunding", 6, "kept", 95);
  market.orders("refunding", 6, "refunded");
  market.service("disputed");
  market.orders("disputed", 6, "kept", 95);
  market.orders("disputed", 6, "disputed");
  market.service("late");
  market.orders("late", 12, "late", 95);
  market.service("missing");
  market.orders("missing", 6, "kept", 95);
  market.orders("missing", 6, "missed");
  market.service("left");
  market.orders("left", 12, "kept", 95, { ago: 200 });
  market.service("slow");
  market.orders("slow", 12, "kept", 95, { took: 40 * 3_600 });
  market.service("new", { registeredAt: NOW - DAY });
  const faker = market.service("self-made");
  for (let number = 0; number < 12; number++) {
    const puppet = market.account();
    market.ledger.pay(faker, puppet, parseScv("1"), NOW - 11 * DAY);
    market.order("self-made", puppet, NOW - 10 * DAY, "kept", 100);
  }
  const sender = market.service("self-made by plain transfers");
  for (let number = 0; number < 12; number++) {
    const [first, last, puppet] = [market.account(), market.account(), market.account()];
    const way = [sender, first, last, puppet];
    for (let step = 1; step < way.length; step++) {
      market.ledger.transfer(way[step - 1] as string, way[step] as string, parseScv("1"), NOW - 11 * DAY);
    }
    market.order("self-made by plain transfers", puppet, NOW - 10 * DAY, "kept", 100);
  }
  market.service("without price", { price: null });
  market.orders("without price", 3, "kept", 95);
  market.service("translator", { category: "Übersetzung" });
  market.orders("translator", 3, "kept", 95);
  return market;
}

describe("matchServices", function () {
  const answers: string[] = [];

  onBothDatabases((urlOf) => {
    const market = buildMarket();
    const names = new Map(Object.entries(market.ids).map(([name, id]) => [id, name]));
    let index: SeededIndex;

    before(async () => {
      index = await SeededIndex.open(await urlOf());
      await market.ledger.save(index, NOW);
    });
    // PostgreSQL may be missing.
    after(() => (index as SeededIndex | undefined)?.close());

    async function match(need: Need) {
      const { matches, ...rest } = await matchServices(index.reader, need);
      return { ...rest, matches, names: matches.map(({ id }) => names.get(id)) };
    }

    const WORSE = [
      "badly rated",
      "refunding",
      "disputed",
      "late",
      "missing",
      "left",
      "self-made",
      "new",
      "without price",
    ];
    for (const name of WORSE) {
      it(`puts a good provider before one that is ${name}`, async () => {
        const { names: ranked } = await match({ category: "weather", limit: 100 });
        expect(ranked.indexOf("good")).to.be.lessThan(ranked.indexOf(name));
      });
    }

    it("puts the cheaper of two good providers first", async () => {
      const { names: ranked } = await match({ category: "weather", limit: 100 });
      expect(ranked[0]).to.equal("good");
      expect(ranked.indexOf("good")).to.be.lessThan(ranked.indexOf("dear"));
    });

    for (const name of [
      "badly rated",
      "disliked by three",
      "refunding",
      "missing",
      "self-made",
      "self-made by plain transfers",
    ]) {
      it(`puts a new provider before one that is ${name}`, async () => {
        const { names: ranked } = await match({ category: "weather", limit: 100 });
        expect(ranked.indexOf("new")).to.be.lessThan(ranked.indexOf(name));
      });
    }

    it("says how much bad ratings take of what is better than usual", async () => {
      const { matches } = await match({ category: "weather", limit: 100 });
      const reason = (name: string) => reasonOf(matches.find(({ id }) => id === market.ids[name])?.parts, "rating");
      expect(reason("disliked by three")).to.match(
        /^30 of 100 in 3 ratings, .*; because of them, \d\d[.\d]* % of what is better than/,
      );
      expect(reason("good")).not.to.contain("because of them");
    });

    for (const name of ["disliked by one", "disliked by one of many"]) {
      it(`puts one that always delivers, but is ${name}, before a new provider`, async () => {
        const { names: ranked } = await match({ category: "weather", limit: 100 });
        expect(ranked.indexOf(name)).to.be.lessThan(ranked.indexOf("new"));
      });
    }

    it("counts nothing of what came back by plain transfers over two accounts", async () => {
      const { matches } = await match({ category: "weather", limit: 100 });
      const parts = matches.find(({ id }) => id === market.ids["self-made by plain transfers"])?.parts;
      expect(reasonOf(parts, "rating")).to.equal("no rating by a payer that counts");
      expect(reasonOf(parts, "independence")).to.equal("0 of 12 SCV earned from independent payers");
    });

    it("has no rating for one whose ratings are its own payers'", async () => {
      const { matches } = await match({ category: "weather", limit: 100 });
      const parts = matches.find(({ id }) => id === market.ids["self-made"])?.parts;
      expect(reasonOf(parts, "rating")).to.equal("no rating by a payer that counts");
      expect(reasonOf(parts, "customers")).to.equal("12 payers, which count as 0 independent ones");
      expect(reasonOf(parts, "independence")).to.equal("0 of 12 SCV earned from independent payers");
    });

    it("says each part with its figures, and the points add up to the score", async () => {
      const { matches } = await match({ category: "weather", limit: 100 });
      for (const { score, base, parts } of matches) {
        const sum = parts.reduce((total, { points }) => total + points, base);
        expect(Math.abs(sum - score)).to.be.at.most(0.5);
        expect(parts.map(({ name }) => name)).to.deep.equal(Object.keys(WEIGHTS));
      }
      const { parts } = matches.find(({ id }) => id === market.ids["refunding"]) ?? {};
      expect(reasonOf(parts, "settlement")).to.equal("money back in 6 of 12 orders");
      expect(reasonOf(parts, "price")).to.equal("1 SCV; the median for this unit is 1 SCV");
      expect(reasonOf(parts, "speed")).to.equal("half of its deliveries took 60 minutes or less");
      expect(reasonOf(parts, "disputes")).to.equal("0 of 12 orders disputed");
      expect(reasonOf(parts, "punctuality")).to.equal("6 of 12 orders late or not delivered");
    });

    it("leaves out what costs more than the budget, or has no price", async () => {
      const { names: ranked, found } = await match({ category: "weather", budget: parseScv("1.5"), limit: 100 });
      expect(ranked).to.include("good").and.not.include("dear").and.not.include("without price");
      expect(found).to.equal(ranked.length);
    });

    it("takes a price that is the budget", async () => {
      expect((await match({ category: "weather", budget: parseScv("1") })).names).to.include("good");
    });

    it("counts how many deliveries would have met the deadline", async () => {
      const { matches } = await match({ category: "weather", deadline: NOW + DAY, limit: 100 });
      const partsOf = (name: string) => matches.find(({ id }) => id === market.ids[name])?.parts;
      expect(reasonOf(partsOf("good"), "speed")).to.match(/^12 of 12 deliveries took at most 24 hours/);
      expect(reasonOf(partsOf("slow"), "speed")).to.match(/^0 of 12 deliveries took at most 24 hours/);
      expect(valueOf(partsOf("slow"), "speed")).to.be.lessThan(valueOf(partsOf("good"), "speed"));
    });

    it("finds a category in another case", async () => {
      expect((await match({ category: "ÜBERSETZUNG" })).names).to.deep.equal(["translator"]);
    });

    it("finds by text", async () => {
      expect((await match({ text: "ubersetz" })).names).to.deep.equal(["translator"]);
      expect((await match({ text: "rated badly" })).names).to.deep.equal(["badly rated"]);
    });

    it("finds nothing for a text that no service has", async () => {
      expect(await match({ text: `" OR 1=1 --` })).to.include({ found: 0 });
    });

    it("says the block that it is of", async () => {
      expect((await match({})).asOf).to.include({ block: 1, time: NOW });
    });

    it("says why it uses the fixed weights when there is little to learn from", async () => {
      const { ranking } = await match({ category: "weather" });
      expect(ranking.kind).to.equal("fixed");
      expect(ranking.reason).to.match(/^Fixed weights: there is too little to learn from \(\d+ settled orders/);
    });

    const REFUSED: [title: string, need: Need, message: string][] = [
      ["a deadline that has passed", { deadline: NOW }, `The deadline ${NOW} is not after ${NOW}`],
      ["a deadline that is no number", { deadline: NaN }, "The deadline NaN"],
      ["a negative budget", { budget: -1n }, "The budget is negative: -1"],
      ["a limit of 0", { limit: 0 }, "not 0"],
      ["a limit of 201", { limit: 201 }, "not 201"],
      ["a limit that is no integer", { limit: 1.5 }, "not 1.5"],
    ];
    for (const [title, need, message] of REFUSED) {
      it(`refuses ${title}`, async () => {
        const error = await match(need).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).to.be.instanceOf(NeedError).with.property("message").that.contains(message);
      });
    }

    it("answers the same as the other database, to the last digit", async () => {
      const all = await matchServices(index.reader, { limit: 200, deadline: NOW + 2 * DAY });
      const text = JSON.stringify({ ...all, asOf: undefined }, (_key, value: unknown) =>
        typeof value === "bigint" ? formatScv(value) : value,
      );
      answers.push(text);
      expect(text).to.equal(answers[0]);
    });

    it("forgets a provider's ratings when the service is sold", async () => {
      const id = market.ids["good"] as number;
      const row = market.ledger.services[id];
      if (row === undefined) throw new Error("no such service");
      const buyer = addressOf(0xb0b);
      await index.add("services", [{ ...row, owner: buyer, wallet: buyer }]);
      const { matches } = await match({ category: "weather", limit: 100 });
      const { parts } = matches.find((found) => found.id === id) ?? {};
      expect(reasonOf(parts, "rating")).to.equal("no rating by a payer that counts");
      expect(reasonOf(parts, "settlement")).to.equal("no order is over yet");
      await index.add("services", [row]);
    });
  });
});

type Parts = { name: PartName; value: number; reason: string }[] | undefined;

function reasonOf(parts: Parts, name: PartName): string | undefined {
  return parts?.find((part) => part.name === name)?.reason;
}

function valueOf(parts: Parts, name: PartName): number {
  return parts?.find((part) => part.name === name)?.value ?? NaN;
}
