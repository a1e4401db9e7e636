import { expect } from "chai";
import { formatScv, parseScv } from "../../../packages/sdk/src/core/amounts.js";
import { ServiceCoinError } from "../../../packages/sdk/src/core/errors.js";

describe("parseScv", () => {
  const good: [text: string, amount: bigint][] = [
    ["0", 0n],
    ["1", 10n ** 18n],
    ["1.5", 15n * 10n ** 17n],
    ["1.", 10n ** 18n],
    [".5", 5n * 10n ** 17n],
    ["0.000000000000000001", 1n],
    ["1.500000000000000000", 15n * 10n ** 17n],
    ["100000000000000000000000", 10n ** 41n],
  ];
  for (const [text, amount] of good) {
    it(`reads ${text}`, () => {
      expect(parseScv(text)).to.equal(amount);
    });
  }

  const bad = ["", " ", ".", "-1", "+1", "1e3", "0x10", "1,5", "1 000", "1_000", "١", "NaN", "1.0000000000000000001"];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseScv(text))
        .to.throw(ServiceCoinError)
        .that.deep.includes({ code: "InvalidAmount", args: { amount: text } });
    });
  }
});

describe("formatScv", () => {
  it("writes amounts exactly, so that they are read back", () => {
    const amounts: [bigint, string][] = [
      [0n, "0"],
      [1n, "0.000000000000000001"],
      [10n ** 18n, "1"],
      [15n * 10n ** 17n, "1.5"],
      [10n ** 19n, "10"],
    ];
    for (const [amount, text] of amounts) {
      expect(formatScv(amount)).to.equal(text);
      expect(parseScv(text)).to.equal(amount);
    }
    for (let i = 0n, amount = 1n; i < 200n; i++, amount = (amount * 7n + i) % 2n ** 96n) {
      expect(parseScv(formatScv(amount))).to.equal(amount);
    }
  });
});
