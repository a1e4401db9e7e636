import { expect } from "chai";
import { Capacity } from "../../../packages/gateway/src/settlement/capacity.js";

describe("Capacity", () => {
  it("gives out as many slots as the limit, then throws QueueFull", () => {
    const capacity = new Capacity(2);
    capacity.take();
    capacity.take();
    expect(capacity.used).to.equal(2);
    expect(() => capacity.take())
      .to.throw()
      .with.property("code", "QueueFull");
    expect(capacity.used).to.equal(2);
  });

  it("reuses a freed slot, once", () => {
    const capacity = new Capacity(1);
    const release = capacity.take();
    release();
    release();
    expect(capacity.used).to.equal(0);
    capacity.take();
    expect(() => capacity.take())
      .to.throw()
      .with.property("code", "QueueFull");
  });

  it("counts forced slots beyond the limit", () => {
    const capacity = new Capacity(1);
    capacity.force();
    const release = capacity.force();
    release();
    expect(() => capacity.take())
      .to.throw()
      .with.property("code", "QueueFull");
  });

  for (const limit of [0, -1, 1.5, NaN]) {
    it(`rejects a limit of ${limit}`, () => {
      expect(() => new Capacity(limit)).to.throw(RangeError);
    });
  }
});
