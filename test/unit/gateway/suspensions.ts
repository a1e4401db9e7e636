import { expect } from "chai";
import { Suspensions } from "../../../packages/gateway/src/facilitator/suspensions.js";

describe("Suspensions", () => {
  let now: number;
  let suspensions: Suspensions;

  beforeEach(() => {
    now = 1_000_000;
    suspensions = new Suspensions(() => now);
  });

  it("last ten minutes, for that payer only", () => {
    suspensions.add("0x01");
    expect(suspensions.has("0x01")).to.equal(true);
    expect(suspensions.has("0x02")).to.equal(false);
    now += 599_999;
    expect(suspensions.has("0x01")).to.equal(true);
    now += 1;
    expect(suspensions.has("0x01")).to.equal(false);
  });

  it("restart with the next failure", () => {
    suspensions.add("0x01");
    now += 599_999;
    suspensions.add("0x01");
    now += 599_999;
    expect(suspensions.has("0x01")).to.equal(true);
  });

  it("are kept for the latest 10,000 payers", () => {
    for (let number = 0; number <= 10_000; number++) suspensions.add(String(number));
    expect(suspensions.has("0")).to.equal(false);
    expect(suspensions.has("1")).to.equal(true);
    expect(suspensions.has("10000")).to.equal(true);
  });
});
