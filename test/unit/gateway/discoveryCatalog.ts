import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { Catalog } from "../../../packages/gateway/src/discovery/catalog.js";
import { guardOf } from "../../../packages/gateway/src/discovery/guard.js";
import { itemOf } from "../../../packages/gateway/src/discovery/item.js";
import { listingOf, type Check } from "../../../packages/gateway/src/discovery/listing.js";
import { account, listingWith } from "../../fixtures/listings.js";

const ASSET_ID = { network: "eip155:1", asset: account(0xc0) } as const;
const RANGE = { offset: 0, limit: 100 };
const RATED = { count: 1n, paid: 1n, average: 5n, weightedAverage: 5n };

describe("Catalog", () => {
  let catalog: Catalog;

  beforeEach(() => {
    catalog = new Catalog(ASSET_ID, { services: 3, perOwner: 2 });
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

  describe("capacity", () => {
    it("limits the services of one owner, and has room again when one is removed or transferred", () => {
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

    it("accepts updates of listed services when it is full", () => {
      for (const number of [1, 2, 3]) catalog.put(listingWith(number));
      catalog.put(listingWith(2, { price: 7n }));
      expect(catalog.get(2n)?.listing.price).to.equal(7n);
      expect(catalog.stats()).to.include({ services: 3, turnedAway: 0 });
    });

    it("rejects a service when it is full and no endpoint has failed", () => {
      for (const number of [1, 2, 3, 4]) catalog.put(listingWith(number));
      expect(ids()).to.deep.equal([1, 2, 3]);
      expect(catalog.stats().turnedAway).to.equal(1);
    });

    it("evicts the service that has failed for the longest time, but none with a paid rating", () => {
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

  it("resets the check when the endpoint changes, and ignores checks of the former endpoint", () => {
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

  it("resets the file when its URI changes, and ignores the file of the former URI", () => {
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

  it("ranks endpoints with the registered terms first, and failing endpoints last", () => {
    catalog = new Catalog(ASSET_ID);
    for (const number of [1, 2, 3, 4]) catalog.put(listingWith(number));
    mark(1, down(1));
    mark(3, up(3n, account(666)));
    mark(4, up(4n, account(1004)));
    expect(found("weather")).to.deep.equal([4, 3, 2, 1]);
  });

  it("ranks by rating (the lower average), then by price, then by age", () => {
    catalog = new Catalog(ASSET_ID);
    catalog.put(listingWith(1, { price: undefined }));
    catalog.put(listingWith(4, { price: 2n }));
    catalog.put(listingWith(2, { price: 2n }));
    catalog.put(listingWith(3, { price: 9n, rating: { ...RATED, weightedAverage: 1n } }));
    catalog.put(listingWith(5, { price: 9n, rating: RATED }));
    expect(found("weather")).to.deep.equal([5, 3, 2, 4, 1]);
  });

  it("searches for all words in endpoint, file, category and unit", () => {
    const file = { name: "Große Wolke", description: "Rain, often" };
    catalog.put(listingWith(1), file);
    for (const query of ["shop1", "GROSSE ".replace("SS", "ß"), "rain often", "WEATHER  forecast", "1 wolke"]) {
      expect(found(query), query).to.deep.equal([1]);
    }
    expect(found("rain snow")).to.deep.equal([]);
  });

  it("filters by the terms that the item accepts", () => {
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
  });

  it("finds a category in upper or lower case, as the SDK and the command line do", () => {
    catalog.put(listingWith(1, { category: "Weather" }));
    catalog.put(listingWith(2, { category: "weather" }));
    catalog.put(listingWith(3, { category: "weather-maps" }));
    for (const category of ["weather", "Weather", "WEATHER"]) {
      const { entries } = catalog.list({ category }, RANGE);
      expect(
        entries.map(({ listing }) => listing.agentId),
        category,
      ).to.deep.equal([1n, 2n]);
    }
    expect(catalog.search("shop", { category: "WEATHER" }, RANGE).total).to.equal(2);
    expect(catalog.list({ category: "news" }, RANGE).total).to.equal(0);
  });

  it("returns a page and the total length", () => {
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
      ASSET_ID,
    );

  it("truncates long names, and omits names and tags that the extension does not allow", () => {
    expect(item("x".repeat(40)).serviceName).to.equal("x".repeat(32));
    expect(item("天気").serviceName).to.equal(undefined);
    expect(item("", { category: "y".repeat(33) }).tags).to.deep.equal(["forecast"]);
    expect(item("", { category: "", unit: "" })).not.to.have.any.keys("tags", "description", "serviceName");
  });

  it("accepts nothing if price or wallet is unknown and the endpoint is unchecked", () => {
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

  it("lists https on port 443 and above 1023, and on local chains http on any port", () => {
    for (const endpoint of ["https://shop.example/", "https://8.8.8.8/", "https://shop.example:1024/a?b"]) {
      expect(of(endpoint)?.resource).to.equal(endpoint);
    }
    expect(of("HTTPS://SHOP.example:443#x")?.resource).to.equal("https://shop.example/");
    expect(of("http://127.0.0.1:80/", local)?.resource).to.equal("http://127.0.0.1/");
    expect(of("http://localhost:81/", local)?.resource).to.equal("http://localhost:81/");
  });

  it("keeps the URI of a file that is not on the chain, unless it is too long", () => {
    const remote = "https://shop.example/";
    expect(of(remote, strict, remote)?.fileUri).to.equal(remote);
    expect(of(remote, strict, "ipfs://x")?.fileUri).to.equal("ipfs://x");
    expect(of(remote, strict, "data:application/json,{}")?.fileUri).to.equal(undefined);
    expect(of(remote, strict, `${remote}${"x".repeat(1024)}`)?.fileUri).to.equal(undefined);
  });
});
