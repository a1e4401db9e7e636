import { expect } from "chai";
import { gasLimitFor } from "../../../packages/sdk/src/core/gas.js";

const MOST = 16_777_216n;

describe("gasLimitFor", () => {
  it("allows half as much again", () => {
    expect([0n, 21_000n, 105_807n].map(gasLimitFor)).to.deep.equal([0n, 31_500n, 158_710n]);
  });

  it("allows no more than a transaction may have, unless it needs more", () => {
    expect(gasLimitFor(11_184_810n)).to.equal(16_777_215n);
    expect(gasLimitFor(11_184_812n)).to.equal(MOST);
    expect(gasLimitFor(MOST)).to.equal(MOST);
    expect(gasLimitFor(MOST + 1n)).to.equal(MOST + 1n);
  });
});
