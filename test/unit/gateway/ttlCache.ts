import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { TtlCache } from "../../../packages/gateway/src/settlement/async.js";
import { errorOf } from "../../fixtures/gateway.js";

describe("TtlCache", () => {
  it("asks once for those who ask within the time, and anew after it", async () => {
    let asked = 0;
    const cache = new TtlCache(() => Promise.resolve(++asked), 40);
    expect(await Promise.all([cache.get(), cache.get()])).to.deep.equal([1, 1]);
    await sleep(50);
    expect(await cache.get()).to.equal(2);
  });

  it("asks anew when told to forget", async () => {
    let asked = 0;
    const cache = new TtlCache(() => Promise.resolve(++asked), 60_000);
    expect(await cache.get()).to.equal(1);
    expect(await cache.get()).to.equal(1);
    cache.clear();
    expect(await cache.get()).to.equal(2);
  });

  it("does not remember a fault", async () => {
    let asked = 0;
    const cache = new TtlCache(
      () => (++asked === 1 ? Promise.reject(new Error("No answer.")) : Promise.resolve(asked)),
      60_000,
    );
    expect(await errorOf(cache.get())).to.include({ message: "No answer." });
    expect(await cache.get()).to.equal(2);
  });
});
