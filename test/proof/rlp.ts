import { expect } from "chai";
import { encodeRlp, hexlify, randomBytes, toBeHex } from "ethers";
import { rlp, type RlpItem } from "../../packages/proof/src/block/rlp.js";
import { quantity } from "../../packages/proof/src/block/fields.js";

/** Lengths at which the prefix changes. */
const LENGTHS = [0, 1, 2, 54, 55, 56, 57, 255, 256, 257, 65_535, 65_536];

type Nested = string | Nested[];

function expectSame(nested: Nested): void {
  const item: RlpItem = nested;
  expect(rlp(item)).to.equal(encodeRlp(nested));
}

const random = (length: number) => hexlify(randomBytes(length));

describe("proof: RLP", () => {
  it("encodes bytes of every length as ethers does", () => {
    for (const length of LENGTHS) expectSame(random(length));
    for (const byte of ["0x00", "0x01", "0x7f", "0x80", "0xff"]) expectSame(byte);
  });

  it("encodes lists of every length, and lists in lists, as ethers does", () => {
    for (const length of LENGTHS.slice(0, -2)) expectSame(Array.from({ length }, () => "0x01"));
    const log = [random(20), [random(32), random(32)], random(64)];
    expectSame(["0x01", random(3), random(256), [log, log, [random(20), [], "0x"]]]);
    expectSame([[], [[]], [[], [[]]]]);
  });

  it("writes numbers without leading zeros", () => {
    for (const value of [1n, 127n, 128n, 255n, 256n, 65_535n, 65_536n, 2n ** 64n]) {
      expect(quantity(value)).to.equal(toBeHex(value));
    }
    expect(quantity(0n)).to.equal("0x");
  });
});
