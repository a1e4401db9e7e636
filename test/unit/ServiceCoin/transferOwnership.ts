import { expect } from "chai";
import { shouldBehaveLikeOwnable, type OwnedSystem } from "../../behaviors/Ownable.js";
import { coinFixture } from "../../fixtures/coin.js";

/** A coin whose owner may mint. */
async function ownedCoin(): Promise<OwnedSystem> {
  const { coin, deployer, owner, holder, bob } = await coinFixture();
  return {
    contract: coin,
    owner,
    successor: bob,
    others: [deployer, holder],
    act: (caller, value) => coin.connect(caller).mint(caller, value),
    async expectEffect(caller, value) {
      expect(await coin.balanceOf(caller)).to.equal(value);
    },
  };
}

describe("ServiceCoin.transferOwnership", () => {
  shouldBehaveLikeOwnable(ownedCoin);
});
