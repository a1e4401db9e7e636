import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { Brief } from "../../../packages/gateway/src/settlement/brief.js";
import { errorOf } from "../../fixtures/gateway.js";

describe("Brief", () => {
  it("asks once for those who ask within the time, and anew after it", async () => {
    let asked = 0;
    const brief = new Brief(() => Promise.resolve(++asked), 40);
    expect(await Promise.all([brief.get(), brief.get()])).to.deep.equal([1, 1]);
    await sleep(50);
    expect(await brief.get()).to.equal(2);
  });

  it("asks anew when told to forget", async () => {
    let asked = 0;
    const brief = new Brief(() => Promise.resolve(++asked), 60_000);
    expect(await brief.get()).to.equal(1);
    expect(await brief.get()).to.equal(1);
    brief.forget();
    expect(await brief.get()).to.equal(2);
  });

  it("does not remember a fault", async () => {
    let asked = 0;
    const brief = new Brief(
      () => (++asked === 1 ? Promise.reject(new Error("No answer.")) : Promise.resolve(asked)),
      60_000,
    );
    expect(await errorOf(brief.get())).to.include({ message: "No answer." });
    expect(await brief.get()).to.equal(2);
  });
});
