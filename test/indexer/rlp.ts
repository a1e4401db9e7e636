import { expect } from "chai";
import { encodeRlp, getBytes, hexlify, randomBytes, toBeArray } from "ethers";
import { bytesOf, rlp, type RlpItem } from "../../packages/indexer/src/follow/rlp.js";

type Nested = Uint8Array | Nested[];

/** Lengths at which the prefix changes. */
const LENGTHS = [0, 1, 2, 54, 55, 56, 57, 255, 256, 257, 65_535, 65_536];

function itemOf(nested: Nested): RlpItem {
  return Array.isArray(nested) ? nested.map(itemOf) : Buffer.from(nested);
}

function expectSame(nested: Nested): void {
  expect(hexlify(rlp(itemOf(nested)))).to.equal(encodeRlp(nested));
}

describe("indexer: RLP", () => {
  it("encodes bytes of every length as ethers does", () => {
    for (const length of LENGTHS) expectSame(randomBytes(length));
    for (const byte of [0, 1, 0x7f, 0x80, 0xff]) expectSame(new Uint8Array([byte]));
  });

  it("encodes lists of every length, and lists in lists, as ethers does", () => {
    for (const length of LENGTHS.slice(0, -2)) expectSame(Array.from({ length }, () => new Uint8Array([1])));
    const log = [randomBytes(20), [randomBytes(32), randomBytes(32)], randomBytes(64)];
    expectSame([
      new Uint8Array([1]),
      randomBytes(3),
      randomBytes(256),
      [log, log, [randomBytes(20), [], randomBytes(0)]],
    ]);
    expectSame([[], [[]], [[], [[]]]]);
  });

  it("writes numbers without leading zeros", () => {
    for (const value of [0n, 1n, 127n, 128n, 255n, 256n, 65_535n, 65_536n, 2n ** 64n]) {
      expect(getBytes(bytesOf(value))).to.deep.equal(toBeArray(value));
    }
  });
});
