import { parseEther } from "ethers";
import { shouldBehaveLikeERC20Permit } from "../../behaviors/ERC20Permit.js";
import { lock, votesFixture } from "../../fixtures/votes.js";

async function permitFixture() {
  const system = await votesFixture();
  await lock(system, system.alice, parseEther("10"));
  return { token: system.votes, owner: system.alice, spender: system.bob, stranger: system.stranger };
}

describe("ServiceVotes.permit", () => {
  shouldBehaveLikeERC20Permit("ServiceCoin Votes", permitFixture);
});
