import { expect } from "chai";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Catalog } from "../../packages/gateway/src/discovery/catalog.js";
import { Checker } from "../../packages/gateway/src/discovery/checker.js";
import { guardOf } from "../../packages/gateway/src/discovery/guard.js";
import type { Listing } from "../../packages/gateway/src/discovery/listing.js";
import { priceHeader, serve, type Endpoint } from "../fixtures/endpoints.js";
import { account, listingWith } from "../fixtures/listings.js";

const MARKET = { network: "eip155:31337", asset: account(0xc0) } as const;
const TIMES = { every: 1000, longest: 3000, hostGap: 100 };

describe("Checker", () => {
  let catalog: Catalog;
  let server: Endpoint;
  let checker: Checker;
  let end: AbortController;
  let now: number;
  let status: number;
  /** Requests that the server has not answered yet, with their hosts. */
  let open: { host: string; response: ServerResponse }[];

  beforeEach(async () => {
    [now, status, open, end] = [1_000_000, 402, [], new AbortController()];
    catalog = new Catalog(MARKET);
    server = await serve((request, response) => {
      open.push({ host: (request.headers.host ?? "").split(":")[0], response });
    });
    const guard = guardOf({ allowPrivate: true, resolve: () => Promise.resolve(["127.0.0.1"]) });
    checker = new Checker(catalog, guard, TIMES, () => now);
  });

  afterEach(async () => {
    end.abort();
    await checker.idle();
    await server.close();
  });

  function put(number: number, host = `h${number}.example`, changes: Partial<Listing> = {}): void {
    catalog.put(listingWith(number, { resource: `http://${host}:${server.port}/${number}`, ...changes }));
  }

  /** The hosts that are asked, once there are so many requests. */
  async function asked(count: number): Promise<string[]> {
    checker.start(end.signal);
    while (open.length < count) await wait(5);
    // One too many would come by then.
    await wait(20);
    expect(open).to.have.lengthOf(count);
    return open.map(({ host }) => host);
  }

  async function answer(): Promise<void> {
    const header = priceHeader(MARKET, 1n, account(1));
    for (const { response } of open.splice(0)) response.writeHead(status, { "PAYMENT-REQUIRED": header }).end();
    await checker.idle();
  }

  /** Lets time pass, and says whether the only service was asked. */
  async function isAskedAfter(milliseconds: number): Promise<boolean> {
    now += milliseconds;
    checker.start(end.signal);
    const done = { now: false };
    void checker.idle().then(() => (done.now = true));
    while (!done.now && open.length === 0) await wait(5);
    const isAsked = open.length === 1;
    await answer();
    return isAsked;
  }

  it("runs 8 checks at once, then the others", async () => {
    for (let number = 0; number < 20; number++) put(number);

    expect(await asked(8)).to.have.lengthOf(8);
    await answer();
    await asked(8);
    await answer();
    await asked(4);
    await answer();

    expect(catalog.stats()).to.include({ answering: 20, unchecked: 0 });
  });

  it("asks a host once at a time, and not right afterwards", async () => {
    for (const number of [1, 2]) put(number, "victim.example");
    put(3, "other.example");

    expect(await asked(2)).to.have.members(["victim.example", "other.example"]);
    await answer();
    now += TIMES.hostGap - 1;
    await asked(0);
    now += 1;
    expect(await asked(1)).to.deep.equal(["victim.example"]);
    await answer();
    expect(catalog.stats().answering).to.equal(3);
  });

  it("asks those first that wait longest", async () => {
    for (let number = 0; number < 8; number++) put(number);
    await asked(8);
    now += 1;
    put(99, "late.example");
    checker.start(end.signal);
    now += 1;
    for (let number = 100; number < 108; number++) put(number);
    await answer();
    expect(await asked(8)).to.include("late.example");
    await answer();
  });

  it("asks again after the interval, a tenth more or less", async () => {
    put(1);
    expect(await isAskedAfter(0)).to.equal(true);
    expect(await isAskedAfter(899)).to.equal(false);
    expect(await isAskedAfter(201)).to.equal(true);
  });

  it("asks less and less often while there is no answer, up to a limit, and as before after one", async () => {
    put(1);
    status = 500;
    expect(await isAskedAfter(0)).to.equal(true);
    const since = new Date(now);
    expect(catalog.get(1n)?.check).to.deep.equal({
      status: "notAnswering",
      checkedAt: since,
      since,
      reason: "unexpected_status",
      httpStatus: 500,
    });
    for (const delay of [1000, 2000, 3000, 3000]) {
      expect(await isAskedAfter(delay * 0.9 - 1)).to.equal(false);
      expect(await isAskedAfter(delay * 0.2 + 2)).to.equal(true);
    }
    expect(catalog.get(1n)?.check).to.deep.include({ since, checkedAt: new Date(now) });
    status = 402;
    expect(await isAskedAfter(3300)).to.equal(true);
    expect(catalog.get(1n)?.check).to.deep.include({ status: "answering", checkedAt: new Date(now) });
    expect(await isAskedAfter(1100)).to.equal(true);
  });

  it("asks another endpoint at once, and takes no answer of the former", async () => {
    put(1, "old.example");
    expect(await asked(1)).to.deep.equal(["old.example"]);
    put(1, "new.example");
    expect(await asked(2)).to.deep.equal(["old.example", "new.example"]);
    const [old] = open.splice(0, 1);
    old.response.writeHead(500).end();
    while (catalog.get(1n)?.check.status === "unchecked" && open.length > 0) await answer();
    expect(catalog.get(1n)?.check.status).to.equal("answering");
  });

  it("forgets what is listed no more", async () => {
    put(1);
    expect(await isAskedAfter(0)).to.equal(true);
    catalog.remove(1n);
    expect(await isAskedAfter(5000)).to.equal(false);
  });

  it("gives up a file after three tries", async () => {
    put(1, "shop.example", { fileUri: server.url });
    const hosts: string[] = [];
    for (let round = 0; round < 5; round++) {
      checker.start(end.signal);
      const done = { now: false };
      void checker.idle().then(() => (done.now = true));
      while (!done.now) {
        for (const { host, response } of open.splice(0)) {
          hosts.push(host);
          response.writeHead(402, { "PAYMENT-REQUIRED": priceHeader(MARKET, 1n, account(1)) }).end();
        }
        await wait(5);
      }
      now += 1100;
    }
    expect(hosts.filter((host) => host === "127.0.0.1")).to.have.lengthOf(3);
    expect(hosts.filter((host) => host === "shop.example")).to.have.lengthOf(5);
  });

  it("ends running checks when it is stopped, and takes nothing from them", async () => {
    put(1);
    await asked(1);
    end.abort();
    await checker.idle();
    expect(catalog.stats()).to.include({ unchecked: 1, notAnswering: 0 });
  });
});
