import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { coinFixture } from "../../fixtures/coin.js";

describe("ServiceCoin.supportsInterface", () => {
  const interfaces: [string, string, boolean][] = [
    ["ERC-165", "0x01ffc9a7", true],
    ["ERC-1363", "0xb0202a11", true],
    ["no interface", "0xffffffff", false],
    ["ERC-721", "0x80ac58cd", false],
  ];
  for (const [name, interfaceId, supported] of interfaces) {
    it(`says ${supported ? "yes" : "no"} to ${name}`, async () => {
      const { coin } = await networkHelpers.loadFixture(coinFixture);
      expect(await coin.supportsInterface(interfaceId)).to.equal(supported);
    });
  }
});
