import { expect } from "chai";
import { MaxUint256, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { packTerms } from "../../fixtures/deals.js";
import { MAX_UINT96 } from "../../fixtures/hub.js";

type Numbers = [price: bigint, period: bigint, start: bigint, deadline: bigint, window: bigint, feeBps: bigint];

async function termsFixture() {
  return { harness: await ethers.deployContract("HubTypesHarness") };
}

/** The word with the value at the given bit. */
const at = (bit: bigint, value: bigint): string => toBeHex(value << bit, 32);

const MAX_32 = 2n ** 32n - 1n;
const MAX_40 = 2n ** 40n - 1n;

describe("Terms", () => {
  const samples: [name: string, numbers: Numbers, word: string][] = [
    ["nothing", [0n, 0n, 0n, 0n, 0n, 0n], ZeroHash],
    ["the highest of all", [MAX_UINT96, MAX_32, MAX_40, MAX_40, MAX_32, 65_535n], toBeHex(MaxUint256, 32)],
    ["the highest price alone", [MAX_UINT96, 0n, 0n, 0n, 0n, 0n], at(160n, MAX_UINT96)],
    ["the highest period alone", [0n, MAX_32, 0n, 0n, 0n, 0n], at(128n, MAX_32)],
    ["the highest start alone", [0n, 0n, MAX_40, 0n, 0n, 0n], at(88n, MAX_40)],
    ["the highest deadline alone", [0n, 0n, 0n, MAX_40, 0n, 0n], at(48n, MAX_40)],
    ["the highest window alone", [0n, 0n, 0n, 0n, MAX_32, 0n], at(16n, MAX_32)],
    ["the highest fee alone", [0n, 0n, 0n, 0n, 0n, 65_535n], at(0n, 65_535n)],
    [
      "the lowest of all",
      [1n, 1n, 1n, 1n, 1n, 1n],
      "0x0000000000000000000000010000000100000000010000000001000000010001",
    ],
  ];
  for (const [name, numbers, word] of samples) {
    describe(`given ${name}`, () => {
      it("puts each number into its place", async () => {
        const { harness } = await networkHelpers.loadFixture(termsFixture);
        expect(await harness.pack(...numbers)).to.equal(word);
      });

      it("gives each number back, and is an order only without a period", async () => {
        const { harness } = await networkHelpers.loadFixture(termsFixture);
        expect([...(await harness.unpack(word))]).to.deep.equal([...numbers, numbers[1] === 0n]);
      });

      it("is the same word in TypeScript", () => {
        const [price, period, start, deadline, window, feeBps] = numbers;
        const nobody = { payer: ZeroAddress, payee: ZeroAddress, arbiter: ZeroAddress, ref: ZeroHash };
        expect(packTerms({ ...nobody, price, period, start, deadline, window, feeBps })).to.equal(word);
      });
    });
  }
});
