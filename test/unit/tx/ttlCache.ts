import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { TtlCache } from "../../../packages/tx/src/async.js";
import { errorOf } from "../../fixtures/gateway.js";

describe("TtlCache", () => {
  it("loads once within the TTL, and again after it", async () => {
    let loads = 0;
    const cache = new TtlCache(() => Promise.resolve(++loads), 40);
    expect(await Promise.all([cache.get(), cache.get()])).to.deep.equal([1, 1]);
    await sleep(50);
    expect(await cache.get()).to.equal(2);
  });

  it("loads again after it is cleared", async () => {
    let loads = 0;
    const cache = new TtlCache(() => Promise.resolve(++loads), 60_000);
    expect(await cache.get()).to.equal(1);
    expect(await cache.get()).to.equal(1);
    cache.clear();
    expect(await cache.get()).to.equal(2);
  });

  it("does not cache a failure", async () => {
    let loads = 0;
    const cache = new TtlCache(
      () => (++loads === 1 ? Promise.reject(new Error("No response.")) : Promise.resolve(loads)),
      60_000,
    );
    expect(await errorOf(cache.get())).to.include({ message: "No response." });
    expect(await cache.get()).to.equal(2);
  });
});
