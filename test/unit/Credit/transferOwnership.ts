import { expect } from "chai";
import { shouldBehaveLikeOwnable, type OwnedSystem } from "../../behaviors/Ownable.js";
import { creditFixture } from "../../fixtures/credit.js";

/** Credit whose owner may set the fee. */
async function ownedCredit(): Promise<OwnedSystem> {
  const { credit, deployer, owner, stranger } = await creditFixture();
  return {
    contract: credit,
    owner,
    successor: stranger,
    others: [deployer, stranger],
    act: (caller, value) => credit.connect(caller).setFee(value),
    async expectEffect(_, value) {
      expect(await credit.fee()).to.equal(value);
    },
  };
}

describe("Credit.transferOwnership", () => {
  shouldBehaveLikeOwnable(ownedCredit);
});
