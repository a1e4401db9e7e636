import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { Catalog } from "../../../packages/gateway/src/discovery/catalog.js";
import { guardOf } from "../../../packages/gateway/src/discovery/guard.js";
import { itemOf } from "../../../packages/gateway/src/discovery/item.js";
import { listingOf, type Check } from "../../../packages/gateway/src/discovery/listing.js";
import { account, listingWith } from "../../fixtures/listings.js";

const MARKET = { network: "eip155:1", asset: account(0xc0) } as const;
const RANGE = { offset: 0, limit: 100 };
const RATED = { count: 1n, paid: 1n, average: 5n, weightedAverage: 5n };

describe("Catalog", () => {
  let catalog: Catalog;

  beforeEach(() => {
    catalog = new Catalog(MARKET, { services: 3, perOwner: 2 });
  });

  const ids = () => catalog.list({}, RANGE).entries.map(({ listing }) => Number(listing.agentId));
  const found = (query: string) =>
    catalog.search(query, {}, RANGE).entries.map(({ listing }) => Number(listing.agentId));
  const down = (seconds: number): Check => {
    const since = new Date(seconds * 1000);
    return { status: "notAnswering", checkedAt: since, since, reason: "timeout", httpStatus: undefined };
  };
  const up = (amount: bigint, payTo: string): Check => {
    return { status: "answering", checkedAt: new Date(0), asks: { amount, payTo, maxTimeoutSeconds: 60 } };
  };
  const mark = (number: number, check: Check) => {
    catalog.mark(BigInt(number), `https://shop${number}.example/`, check);
  };

  describe("room", () => {
    it("takes so many of one owner, and another when one is gone or changes hands", () => {
      for (const number of [1, 2, 3]) catalog.put(listingWith(number, { owner: account(9) }));
      expect(ids()).to.deep.equal([1, 2]);
      catalog.put(listingWith(1, { owner: account(8) }));
      catalog.put(listingWith(3, { owner: account(9) }));
      expect(ids()).to.deep.equal([1, 2, 3]);
      catalog.remove(3n);
      catalog.put(listingWith(4, { owner: account(9) }));
      expect(ids()).to.deep.equal([1, 2, 4]);
      expect(catalog.stats().turnedAway).to.equal(1);
    });

    it("takes changes of what is listed when it is full", () => {
      for (const number of [1, 2, 3]) catalog.put(listingWith(number));
      catalog.put(listingWith(2, { price: 7n }));
      expect(catalog.get(2n)?.listing.price).to.equal(7n);
      expect(catalog.stats()).to.include({ services: 3, turnedAway: 0 });
    });

    it("turns away what is more when all may answer", () => {
      for (const number of [1, 2, 3, 4]) catalog.put(listingWith(number));
      expect(ids()).to.deep.equal([1, 2, 3]);
      expect(catalog.stats().turnedAway).to.equal(1);
    });

    it("gives up the one that has not answered for the longest time, but none that was paid", () => {
      for (const number of [1, 2]) catalog.put(listingWith(number));
      catalog.put(listingWith(3, { rating: RATED }));
      mark(1, down(20));
      mark(2, down(10));
      mark(3, down(5));
      catalog.put(listingWith(4));
      expect(ids()).to.deep.equal([1, 3, 4]);
      catalog.put(listingWith(5));
      expect(ids()).to.deep.equal([3, 4, 5]);
      catalog.put(listingWith(6));
      expect(ids()).to.deep.equal([3, 4, 5]);
      expect(catalog.stats()).to.include({ services: 3, notAnswering: 1, unchecked: 2, turnedAway: 3 });
    });
  });

  it("forgets a check with another endpoint, and takes none of a former one", () => {
    catalog.put(listingWith(1));
    mark(1, up(1n, account(1)));
    catalog.put(listingWith(1, { price: 2n }));
    expect(catalog.get(1n)?.check.status).to.equal("answering");
    catalog.put(listingWith(1, { resource: "https://new.example/" }));
    expect(catalog.get(1n)?.check.status).to.equal("unchecked");
    mark(1, down(1));
    expect(catalog.get(1n)?.check.status).to.equal("unchecked");
    mark(2, down(1));
    expect(catalog.stats().services).to.equal(1);
  });

  it("forgets a file that lies elsewhere now, and takes none of a former place", () => {
    const [a, b] = ["https://a.example/", "https://b.example/"];
    const file = { name: "A", description: "" };
    catalog.put(listingWith(1, { fileUri: a }));
    catalog.describe(1n, a, file);
    catalog.put(listingWith(1, { fileUri: a, price: 2n }));
    expect(catalog.get(1n)?.file).to.equal(file);
    catalog.put(listingWith(1, { fileUri: b }));
    catalog.describe(1n, a, file);
    expect(catalog.get(1n)?.file).to.equal(undefined);
    catalog.put(listingWith(1), file);
    catalog.put(listingWith(1));
    expect(catalog.get(1n)?.file).to.equal(undefined);
  });

  it("finds those that ask for what is registered first, and those that do not answer last", () => {
    catalog = new Catalog(MARKET);
    for (const number of [1, 2, 3, 4]) catalog.put(listingWith(number));
    mark(1, down(1));
    mark(3, up(3n, account(666)));
    mark(4, up(4n, account(1004)));
    expect(found("weather")).to.deep.equal([4, 3, 2, 1]);
  });

  it("finds the best rated first, by the lower average, then the cheapest, then the oldest", () => {
    catalog = new Catalog(MARKET);
    catalog.put(listingWith(1, { price: undefined }));
    catalog.put(listingWith(4, { price: 2n }));
    catalog.put(listingWith(2, { price: 2n }));
    catalog.put(listingWith(3, { price: 9n, rating: { ...RATED, weightedAverage: 1n } }));
    catalog.put(listingWith(5, { price: 9n, rating: RATED }));
    expect(found("weather")).to.deep.equal([5, 3, 2, 4, 1]);
  });

  it("finds words of the endpoint, the file, category and unit, all of them", () => {
    const file = { name: "Große Wolke", description: "Rain, often" };
    catalog.put(listingWith(1), file);
    for (const query of ["shop1", "GROSSE ".replace("SS", "ß"), "rain often", "WEATHER  forecast", "1 wolke"]) {
      expect(found(query), query).to.deep.equal([1]);
    }
    expect(found("rain snow")).to.deep.equal([]);
  });

  it("filters by what the item accepts", () => {
    catalog.put(listingWith(1));
    catalog.put(listingWith(2, { wallet: ZeroAddress }));
    catalog.put(listingWith(3, { price: undefined }));
    const listed = (filter: Parameters<Catalog["list"]>[0]) =>
      catalog.list(filter, RANGE).entries.map(({ listing }) => Number(listing.agentId));
    expect(listed({ payTo: account(1001).toUpperCase().replace("X", "x") })).to.deep.equal([1]);
    expect(listed({ maxPrice: 1n })).to.deep.equal([1]);
    expect(listed({ maxPrice: 0n })).to.deep.equal([]);
    mark(2, up(1n, account(7)));
    expect(listed({ payTo: account(7) })).to.deep.equal([2]);
    expect(listed({ category: "weather" })).to.deep.equal([1, 2, 3]);
    expect(listed({ category: "Weather" })).to.deep.equal([]);
  });

  it("gives a part of the list and how long it is", () => {
    for (const number of [3, 1, 2]) catalog.put(listingWith(number));
    const { entries, total } = catalog.list({}, { offset: 1, limit: 1 });
    expect(entries.map(({ listing }) => listing.agentId)).to.deep.equal([2n]);
    expect(total).to.equal(3);
  });
});

describe("itemOf", () => {
  const item = (name: string, changes = {}) =>
    itemOf(
      { listing: listingWith(1, changes), file: { name, description: "" }, check: { status: "unchecked" } },
      MARKET,
    );

  it("cuts names, and leaves out names and tags that the extension does not let pass", () => {
    expect(item("x".repeat(40)).serviceName).to.equal("x".repeat(32));
    expect(item("天気").serviceName).to.equal(undefined);
    expect(item("", { category: "y".repeat(33) }).tags).to.deep.equal(["forecast"]);
    expect(item("", { category: "", unit: "" })).not.to.have.any.keys("tags", "description", "serviceName");
  });

  it("offers nothing when price or wallet is unknown and the endpoint has not answered", () => {
    expect(item("", { price: undefined }).accepts).to.deep.equal([]);
    expect(item("", { wallet: ZeroAddress }).accepts).to.deep.equal([]);
    expect(item("").accepts[0]).to.include({ amount: "1", maxTimeoutSeconds: 300 });
  });
});

describe("listingOf", () => {
  const strict = guardOf({ allowPrivate: false });
  const local = guardOf({ allowPrivate: true });
  const of = (endpoint: string, guard = strict, uri = "") =>
    listingOf({ ...listingWith(1), endpoint, uri, category: "c", unit: "u" }, new Date(0), guard);

  for (const endpoint of [
    "http://shop.example/",
    "https://a@shop.example/",
    "https://:b@shop.example/",
    "https://shop.example:22/",
    "https://shop.example:1023/",
    "https://10.0.0.1/",
    "https://0x7f.1/",
    "https://[::1]/",
    "ftp://shop.example/",
    "javascript:alert(1)",
    "shop.example",
    "",
    `https://shop.example/${"x".repeat(1024)}`,
    `https://shop.example/${"ä".repeat(400)}`,
  ]) {
    it(`does not list ${endpoint.slice(0, 60)}`, () => {
      expect(of(endpoint)).to.equal(undefined);
    });
  }

  it("lists https on its port and on those above 1023, and on local chains http on any", () => {
    for (const endpoint of ["https://shop.example/", "https://8.8.8.8/", "https://shop.example:1024/a?b"]) {
      expect(of(endpoint)?.resource).to.equal(endpoint);
    }
    expect(of("HTTPS://SHOP.example:443#x")?.resource).to.equal("https://shop.example/");
    expect(of("http://127.0.0.1:80/", local)?.resource).to.equal("http://127.0.0.1/");
    expect(of("http://localhost:81/", local)?.resource).to.equal("http://localhost:81/");
  });

  it("keeps the address of a file that lies elsewhere, unless it is too long", () => {
    const far = "https://shop.example/";
    expect(of(far, strict, far)?.fileUri).to.equal(far);
    expect(of(far, strict, "ipfs://x")?.fileUri).to.equal("ipfs://x");
    expect(of(far, strict, "data:application/json,{}")?.fileUri).to.equal(undefined);
    expect(of(far, strict, `${far}${"x".repeat(1024)}`)?.fileUri).to.equal(undefined);
  });
});
