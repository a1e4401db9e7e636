import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { activeFixture } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { FOR } from "../../fixtures/system.js";

describe("ServiceDAO.castVoteWithReasonAndParams", () => {
  describe("given a proposal that is open", () => {
    it("counts the vote in full and logs the params", async () => {
      const { dao, bob, id } = await networkHelpers.loadFixture(activeFixture);
      await expect(dao.connect(bob).castVoteWithReasonAndParams(id, FOR, "good", "0xc0ffee"))
        .to.emit(dao, "VoteCastWithParams")
        .withArgs(bob.address, id, FOR, parseEther("20"), "good", "0xc0ffee");
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, parseEther("20"), 0n]);
    });

    it("logs an ordinary vote when there are no params", async () => {
      const { dao, bob, id } = await networkHelpers.loadFixture(activeFixture);
      await expect(dao.connect(bob).castVoteWithReasonAndParams(id, FOR, "good", "0x"))
        .to.emit(dao, "VoteCast")
        .withArgs(bob.address, id, FOR, parseEther("20"), "good");
    });

    it("rejects a second vote", async () => {
      const { dao, bob, id } = await networkHelpers.loadFixture(activeFixture);
      await dao.connect(bob).castVote(id, FOR);
      await expectRevert(
        dao.connect(bob).castVoteWithReasonAndParams(id, FOR, "again", "0x01"),
        dao,
        "GovernorAlreadyCastVote",
        [bob.address],
      );
    });
  });
});
