import { expect } from "chai";
import { getAddress, getBytes, hexlify, keccak256, MaxUint256, toBigInt, TypedDataEncoder, ZeroAddress } from "ethers";
import type { BallotPaperHarness } from "../../packages/sdk/src/typechain/index.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";

const TYPES = {
  BallotPaper: [
    { name: "proposalIds", type: "uint256[]" },
    { name: "support", type: "uint8[]" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};

interface Paper {
  proposalIds: bigint[];
  support: number[];
  voter: string;
  nonce: bigint;
}

/** 32 bytes that depend on nothing but the names, so that every run sees the same cases. */
function word(...names: (string | number)[]): Uint8Array {
  return getBytes(keccak256(Buffer.from(names.join("/"))));
}

/** A byte that depends only on the names. */
function byte(...names: (string | number)[]): number {
  return word(...names)[0] ?? 0;
}

function randomPaper(seed: number): Paper {
  const length = (name: string) => byte(seed, name) % 40;
  return {
    proposalIds: Array.from({ length: length("ids") }, (_, i) => {
      // Ids count up from 1 in practice, and any 256 bits are allowed by the type.
      const bits = BigInt(byte(seed, "bits", i)) + 1n;
      return toBigInt(word(seed, "id", i)) >> (256n - bits);
    }),
    support: Array.from({ length: length("support") }, (_, i) => byte(seed, "support", i)),
    voter: getAddress(hexlify(word(seed, "voter").slice(12))),
    nonce: toBigInt(word(seed, "nonce")),
  };
}

const EDGES: Record<string, Paper> = {
  "two empty arrays": { proposalIds: [], support: [], voter: ZeroAddress, nonce: 0n },
  "an empty array of ids": { proposalIds: [], support: [1], voter: ZeroAddress, nonce: 1n },
  "an empty array of supports": { proposalIds: [1n], support: [], voter: ZeroAddress, nonce: 1n },
  "the largest value everywhere": {
    proposalIds: [MaxUint256, MaxUint256],
    support: [255, 255],
    voter: getAddress(`0x${"ff".repeat(20)}`),
    nonce: MaxUint256,
  },
  "one thousand proposals": {
    proposalIds: Array.from({ length: 1000 }, (_, i) => BigInt(i) + 1n),
    support: Array.from({ length: 1000 }, (_, i) => i % 3),
    voter: getAddress(hexlify(word("long").slice(12))),
    nonce: 7n,
  },
};

async function harnessFixture() {
  return { harness: await ethers.deployContract("BallotPaperHarness") };
}

async function expectSameHash(harness: BallotPaperHarness, paper: Paper): Promise<void> {
  const { proposalIds, support, voter, nonce } = paper;
  expect(await harness.hash(proposalIds, support, voter, nonce)).to.equal(
    TypedDataEncoder.hashStruct("BallotPaper", TYPES, paper),
    JSON.stringify(paper, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
  );
}

describe("BallotPaper in TypeScript and in Solidity", () => {
  for (const [name, paper] of Object.entries(EDGES)) {
    describe(`given ${name}`, () => {
      it("has the same struct hash", async () => {
        const { harness } = await networkHelpers.loadFixture(harnessFixture);
        await expectSameHash(harness, paper);
      });
    });
  }

  describe("given 256 random papers", () => {
    it("has the same struct hash for each", async () => {
      const { harness } = await networkHelpers.loadFixture(harnessFixture);
      for (let seed = 0; seed < 256; seed++) await expectSameHash(harness, randomPaper(seed));
    });

    it("covers empty and long arrays", () => {
      const papers = Array.from({ length: 256 }, (_, seed) => randomPaper(seed));
      const lengths = papers.flatMap(({ proposalIds, support }) => [proposalIds.length, support.length]);
      expect(Math.min(...lengths)).to.equal(0);
      expect(Math.max(...lengths)).to.equal(39);
    });
  });
});
