import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { activeFixture } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ABSTAIN, FOR } from "../../fixtures/system.js";

describe("ServiceDAO.castVoteWithReason", () => {
  describe("given a proposal that is open", () => {
    it("counts the vote and logs the reason", async () => {
      const { dao, bob, id } = await networkHelpers.loadFixture(activeFixture);
      await expect(dao.connect(bob).castVoteWithReason(id, ABSTAIN, "not sure"))
        .to.emit(dao, "VoteCast")
        .withArgs(bob.address, id, ABSTAIN, parseEther("20"), "not sure");
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, 0n, parseEther("20")]);
    });

    it("rejects a second vote", async () => {
      const { dao, bob, id } = await networkHelpers.loadFixture(activeFixture);
      await dao.connect(bob).castVote(id, FOR);
      await expectRevert(dao.connect(bob).castVoteWithReason(id, FOR, "again"), dao, "GovernorAlreadyCastVote", [
        bob.address,
      ]);
    });
  });
});
