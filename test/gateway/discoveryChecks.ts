import { expect } from "chai";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Catalog } from "../../packages/gateway/src/discovery/catalog.js";
import { Checker } from "../../packages/gateway/src/discovery/checker.js";
import { guardOf } from "../../packages/gateway/src/discovery/guard.js";
import type { Listing } from "../../packages/gateway/src/discovery/listing.js";
import { paymentRequiredHeader, serve, type Endpoint } from "../fixtures/endpoints.js";
import { account, listingWith } from "../fixtures/listings.js";

const ASSET_ID = { network: "eip155:31337", asset: account(0xc0) } as const;
const TIMES = { every: 1000, longest: 3000, hostGap: 100 };

describe("Checker", () => {
  let catalog: Catalog;
  let server: Endpoint;
  let checker: Checker;
  let end: AbortController;
  let now: number;
  let status: number;
  /** Requests that the server has not responded to yet, with their hosts. */
  let open: { host: string; response: ServerResponse }[];

  beforeEach(async () => {
    [now, status, open, end] = [1_000_000, 402, [], new AbortController()];
    catalog = new Catalog(ASSET_ID);
    server = await serve((request, response) => {
      open.push({ host: new URL(`http://${request.headers.host ?? ""}`).hostname, response });
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

  /** Starts checks and waits for exactly this many open requests. @returns Their hosts. */
  async function checkedHosts(count: number): Promise<string[]> {
    checker.start(end.signal);
    while (open.length < count) await wait(5);
    // Leave time for a request too many.
    await wait(20);
    expect(open).to.have.lengthOf(count);
    return open.map(({ host }) => host);
  }

  async function respond(): Promise<void> {
    const header = paymentRequiredHeader(ASSET_ID, 1n, account(1));
    for (const { response } of open.splice(0)) response.writeHead(status, { "PAYMENT-REQUIRED": header }).end();
    await checker.idle();
  }

  /** Lets time pass. @returns Whether the only service was then checked. */
  async function isCheckedAfter(milliseconds: number): Promise<boolean> {
    now += milliseconds;
    checker.start(end.signal);
    const done = { now: false };
    void checker.idle().then(() => (done.now = true));
    while (!done.now && open.length === 0) await wait(5);
    const isChecked = open.length === 1;
    await respond();
    return isChecked;
  }

  it("runs 8 checks concurrently, then the others", async () => {
    for (let number = 0; number < 20; number++) put(number);

    expect(await checkedHosts(8)).to.have.lengthOf(8);
    await respond();
    await checkedHosts(8);
    await respond();
    await checkedHosts(4);
    await respond();

    expect(catalog.stats()).to.include({ answering: 20, unchecked: 0 });
  });

  it("checks a host once at a time, with a gap between checks", async () => {
    for (const number of [1, 2]) put(number, "victim.example");
    put(3, "other.example");

    expect(await checkedHosts(2)).to.have.members(["victim.example", "other.example"]);
    await respond();
    now += TIMES.hostGap - 1;
    await checkedHosts(0);
    now += 1;
    expect(await checkedHosts(1)).to.deep.equal(["victim.example"]);
    await respond();
    expect(catalog.stats().answering).to.equal(3);
  });

  it("starts the checks that are longest overdue first", async () => {
    for (let number = 0; number < 8; number++) put(number);
    await checkedHosts(8);
    now += 1;
    put(99, "late.example");
    checker.start(end.signal);
    now += 1;
    for (let number = 100; number < 108; number++) put(number);
    await respond();
    expect(await checkedHosts(8)).to.include("late.example");
    await respond();
  });

  it("checks again after the interval, varied by 10%", async () => {
    put(1);
    expect(await isCheckedAfter(0)).to.equal(true);
    expect(await isCheckedAfter(899)).to.equal(false);
    expect(await isCheckedAfter(201)).to.equal(true);
  });

  it("doubles the interval up to a limit while an endpoint fails, and resets it after a response", async () => {
    put(1);
    status = 500;
    expect(await isCheckedAfter(0)).to.equal(true);
    const since = new Date(now);
    expect(catalog.get(1n)?.check).to.deep.equal({
      status: "notAnswering",
      checkedAt: since,
      since,
      reason: "unexpected_status",
      httpStatus: 500,
    });
    for (const delay of [1000, 2000, 3000, 3000]) {
      expect(await isCheckedAfter(delay * 0.9 - 1)).to.equal(false);
      expect(await isCheckedAfter(delay * 0.2 + 2)).to.equal(true);
    }
    expect(catalog.get(1n)?.check).to.deep.include({ since, checkedAt: new Date(now) });
    status = 402;
    expect(await isCheckedAfter(3300)).to.equal(true);
    expect(catalog.get(1n)?.check).to.deep.include({ status: "answering", checkedAt: new Date(now) });
    expect(await isCheckedAfter(1100)).to.equal(true);
  });

  it("checks a new endpoint at once, and ignores the response of the former one", async () => {
    put(1, "old.example");
    expect(await checkedHosts(1)).to.deep.equal(["old.example"]);
    put(1, "new.example");
    expect(await checkedHosts(2)).to.deep.equal(["old.example", "new.example"]);
    const [old] = open.splice(0, 1);
    old?.response.writeHead(500).end();
    while (catalog.get(1n)?.check.status === "unchecked" && open.length > 0) await respond();
    expect(catalog.get(1n)?.check.status).to.equal("answering");
  });

  it("does not check a service that was removed", async () => {
    put(1);
    expect(await isCheckedAfter(0)).to.equal(true);
    catalog.remove(1n);
    expect(await isCheckedAfter(5000)).to.equal(false);
  });

  it("stops downloading a file after three attempts", async () => {
    put(1, "shop.example", { fileUri: server.url });
    const hosts: string[] = [];
    for (let round = 0; round < 5; round++) {
      checker.start(end.signal);
      const done = { now: false };
      void checker.idle().then(() => (done.now = true));
      while (!done.now) {
        for (const { host, response } of open.splice(0)) {
          hosts.push(host);
          response.writeHead(402, { "PAYMENT-REQUIRED": paymentRequiredHeader(ASSET_ID, 1n, account(1)) }).end();
        }
        await wait(5);
      }
      now += 1100;
    }
    expect(hosts.filter((host) => host === "127.0.0.1")).to.have.lengthOf(3);
    expect(hosts.filter((host) => host === "shop.example")).to.have.lengthOf(5);
  });

  it("ends running checks when it is stopped, and ignores their results", async () => {
    put(1);
    await checkedHosts(1);
    end.abort();
    await checker.idle();
    expect(catalog.stats()).to.include({ unchecked: 1, notAnswering: 0 });
  });
});
