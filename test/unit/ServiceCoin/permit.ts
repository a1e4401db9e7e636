import { shouldBehaveLikeERC20Permit } from "../../behaviors/ERC20Permit.js";
import { coinFixture } from "../../fixtures/coin.js";

async function permitFixture() {
  const { coin, alice, bob, stranger } = await coinFixture();
  return { token: coin, owner: alice, spender: bob, stranger };
}

describe("ServiceCoin.permit", () => {
  shouldBehaveLikeERC20Permit("ServiceCoin", permitFixture);
});
