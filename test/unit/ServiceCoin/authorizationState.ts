import { expect } from "chai";
import { toBeHex } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { authorizationOf, coinFixture, transferWithAuthorization, type CoinSystem } from "../../fixtures/coin.js";
import { domainOf, sign, transferAuthorizationData } from "../../fixtures/signatures.js";

/** Gas of a payment of one base unit from alice to the holder, who has coins already. */
async function gasOf({ coin, alice, holder, relayer }: CoinSystem, nonce: bigint): Promise<bigint> {
  const authorization = await authorizationOf(alice, holder, { nonce: toBeHex(nonce, 32), value: 1n });
  const signature = await sign(alice, transferAuthorizationData(await domainOf(coin), authorization));
  const transaction = await transferWithAuthorization(coin, relayer, authorization, signature, "bytes");
  return (await transaction.wait())?.gasUsed ?? 0n;
}

describe("ServiceCoin.authorizationState", () => {
  it("is false for every account and nonce at the start", async () => {
    const { coin, alice, stranger } = await networkHelpers.loadFixture(coinFixture);
    for (const account of [alice, stranger]) {
      expect(await coin.authorizationState(account, toBeHex(0, 32))).to.equal(false);
      expect(await coin.authorizationState(account, toBeHex(2n ** 256n - 1n, 32))).to.equal(false);
    }
  });

  it("lets 256 consecutive nonces share a word, which saves storage", async () => {
    const system = await networkHelpers.loadFixture(coinFixture);
    const first = await gasOf(system, 256n);
    // A new word costs 22,100 gas, a word in use 5,000; calldata differs by less than 100.
    for (const neighbour of [257n, 511n]) {
      expect(first - (await gasOf(system, neighbour)))
        .to.be.greaterThan(17_000n)
        .and.lessThan(17_200n);
    }
    for (const stranger of [255n, 512n]) {
      expect(first - (await gasOf(system, stranger)))
        .to.be.greaterThan(-100n)
        .and.lessThan(100n);
    }
  });
});
