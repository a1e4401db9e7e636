import { expect } from "chai";
import express from "express";
import { Catalog } from "../../../packages/gateway/src/discovery/catalog.js";
import { RequestRate } from "../../../packages/gateway/src/discovery/requestRate.js";
import { discoveryRoutes } from "../../../packages/gateway/src/discovery/routes.js";
import { close, listen } from "../../fixtures/liveGateway.js";

describe("RequestRate", () => {
  it("serves so many per second, and twice as many after a pause", () => {
    let now = 0;
    const rate = new RequestRate(10, () => now);
    const served = (requests: number) => Array.from({ length: requests }, () => rate.take()).filter(Boolean).length;
    expect(served(100)).to.equal(20);
    now = 500;
    expect(served(100)).to.equal(5);
    now = 500 + 99;
    expect(served(100)).to.equal(0);
    now = 1_000_000;
    expect(served(100)).to.equal(20);
  });

  it("rejects a limit that serves nothing", () => {
    for (const limit of [0, -1, NaN]) expect(() => new RequestRate(limit)).to.throw(RangeError, String(limit));
  });
});

describe("discoveryRoutes", () => {
  it("respond 429 beyond the limit of requests per second, to lists and searches together", async () => {
    const catalog = new Catalog({ network: "eip155:31337", asset: `0x${"12".repeat(20)}` });
    const rate = new RequestRate(2, () => 0);
    const { url, server } = await listen(express().use("/discovery", discoveryRoutes({ catalog, rate })));
    try {
      const paths = ["resources", "search?query=rain", "resources", "search?query=rain"];
      for (const path of paths) expect((await fetch(`${url}/discovery/${path}`)).status).to.equal(200);
      for (const path of paths) {
        const response = await fetch(`${url}/discovery/${path}`);
        expect([response.status, response.headers.get("retry-after")]).to.deep.equal([429, "1"]);
        expect(await response.json()).to.include({ error: "too_many_requests" });
      }
    } finally {
      await close(server);
    }
  });
});
