import { expect } from "chai";
import { MaxUint256, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { MAX_UINT96 } from "../../fixtures/coin.js";
import { payout } from "../../fixtures/system.js";

const ONES = "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF";
const SOMEBODY = "0x1234567890AbcdEF1234567890aBcdef12345678";

async function payoutFixture() {
  return { harness: await ethers.deployContract("PayoutHarness") };
}

describe("Payout", () => {
  const samples: [string, string, bigint, string][] = [
    ["nothing", ZeroAddress, 0n, ZeroHash],
    ["the highest of both", ONES, MAX_UINT96, toBeHex(MaxUint256, 32)],
    ["the highest amount alone", ZeroAddress, MAX_UINT96, toBeHex(MAX_UINT96, 32)],
    ["the highest address alone", ONES, 0n, `${ONES.toLowerCase()}${"00".repeat(12)}`],
    ["an address and an amount", SOMEBODY, 0x0dn, `${SOMEBODY.toLowerCase()}${"00".repeat(11)}0d`],
  ];
  for (const [name, to, amount, word] of samples) {
    describe(`given ${name}`, () => {
      it("packs the address above the amount", async () => {
        const { harness } = await networkHelpers.loadFixture(payoutFixture);
        expect(await harness.pack(to, amount)).to.equal(word);
      });

      it("gives both back", async () => {
        const { harness } = await networkHelpers.loadFixture(payoutFixture);
        expect([...(await harness.unpack(word))]).to.deep.equal([to, amount]);
      });

      it("is the same word in TypeScript", () => {
        expect(payout(to, amount)).to.equal(word);
      });
    });
  }
});
