import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  activeWithFloorsFixture,
  asDao,
  deployDao,
  FLOORS,
  floorsFixture,
  pendingWithFloorsFixture,
  State,
} from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ABSTAIN, AGAINST, closeVoting, FOR, SETTINGS, systemFixture } from "../../fixtures/system.js";

const { time } = networkHelpers;

/** An open proposal that needs 10 SCV, and dave who has exactly that or one wei less. */
async function floorFixture(amount: bigint) {
  const system = await pendingWithFloorsFixture();
  const { coin, votes, dao, dave, id } = system;
  await coin.connect(dave)["transferAndCall(address,uint256)"](votes, amount);
  await time.increaseTo((await dao.proposalSnapshot(id)) + 1n);
  expect(await dao.quorum(await dao.proposalSnapshot(id))).to.equal(SETTINGS.quorumFloor);
  return system;
}

async function reachedFixture() {
  return floorFixture(parseEther("10"));
}

async function belowFixture() {
  return floorFixture(parseEther("10") - 1n);
}

/** A DAO with little locked and a member that has half of it. */
async function littleLockedFixture() {
  const system = await systemFixture();
  const { votes, alice, bob, carol } = system;
  await votes.connect(alice).withdrawTo(alice, parseEther("40"));
  await votes.connect(bob).withdrawTo(bob, parseEther("20"));
  await votes.connect(carol).withdrawTo(carol, parseEther("9"));
  await networkHelpers.mine();
  return system;
}

describe("ServiceDAO.quorum", () => {
  describe("given little locked", () => {
    it("is the floor", async () => {
      const { dao } = await networkHelpers.loadFixture(systemFixture);
      const now = (await time.latest()) - 1;
      expect(await dao.quorum(now)).to.equal(parseEther("10"));
    });
  });

  describe("given much locked", () => {
    it("is the share, rounded down", async () => {
      const { dao, votes, alice, setFloor } = await networkHelpers.loadFixture(floorsFixture);
      await setFloor(1n);
      await votes.connect(alice).withdrawTo(alice, 1n);
      await networkHelpers.mine();
      const locked = parseEther("70") - 1n;
      expect(await dao.quorum((await time.latest()) - 1)).to.equal((locked * 4n) / 100n);
      expect((locked * 4n) % 100n).not.to.equal(0n);
    });

    it("is whichever is more of the two", async () => {
      const { dao, setFloor } = await networkHelpers.loadFixture(floorsFixture);
      for (const [floor, quorum] of [
        [FLOORS.belowShare, FLOORS.share],
        [FLOORS.share, FLOORS.share],
        [FLOORS.aboveShare, FLOORS.aboveShare],
      ] as const) {
        await setFloor(floor);
        await networkHelpers.mine();
        expect(await dao.quorum((await time.latest()) - 1)).to.equal(quorum);
      }
    });
  });

  describe("given a new floor or share by vote", () => {
    it("leaves every earlier second as it was", async () => {
      const system = await networkHelpers.loadFixture(floorsFixture);
      const { dao, setFloor } = system;
      const self = dao.connect(await asDao(system));
      const start = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(start);
      await setFloor(FLOORS.bob);
      await time.setNextBlockTimestamp(start + 100);
      await self.updateQuorumNumerator(30n);
      await time.setNextBlockTimestamp(start + 200);
      await setFloor(0n);
      await time.setNextBlockTimestamp(start + 300);
      await self.updateQuorumNumerator(0n);
      await time.increaseTo(start + 1000);
      for (const [second, quorum] of [
        [-1, "10"],
        [0, "20"],
        [99, "20"],
        [100, "21"],
        [199, "21"],
        [200, "21"],
        [299, "21"],
        [300, "0"],
      ] as const) {
        expect(await dao.quorum(start + second), `second ${second}`).to.equal(parseEther(quorum));
      }
      expect(await dao.quorumFloor()).to.equal(0n);
      expect(await dao["quorumNumerator(uint256)"](start + 299)).to.equal(30n);
      expect(await dao["quorumNumerator(uint256)"](start + 99)).to.equal(4n);
    });

    it("does not touch a proposal whose snapshot is past", async () => {
      const system = await networkHelpers.loadFixture(reachedFixture);
      const { dao, dave, id, setFloor } = system;
      await setFloor(FLOORS.highest);
      await dao.connect(dave).castVote(id, FOR);
      expect(await dao.quorumReached(id)).to.be.true;
      await closeVoting(system, id);
      expect(await dao.state(id)).to.equal(State.Succeeded);
    });

    it("counts for a proposal whose snapshot is yet to come", async () => {
      const system = await networkHelpers.loadFixture(pendingWithFloorsFixture);
      const { dao, bob, id, setFloor } = system;
      await setFloor(FLOORS.aboveBob);
      await time.increaseTo((await dao.proposalSnapshot(id)) + 1n);
      await dao.connect(bob).castVote(id, FOR);
      expect(await dao.quorumReached(id)).to.be.false;
      await closeVoting(system, id);
      expect(await dao.state(id)).to.equal(State.Defeated);
    });
  });

  describe("given a new floor by vote around the snapshot", () => {
    for (const [when, offset, quorum] of [
      ["counts in the second of the snapshot", 0n, "20"],
      ["does not count one second later", 1n, "10"],
    ] as const) {
      it(when, async () => {
        const { dao, carol, id, setFloor } = await networkHelpers.loadFixture(pendingWithFloorsFixture);
        const snapshot = await dao.proposalSnapshot(id);
        await time.setNextBlockTimestamp(snapshot + offset);
        await setFloor(FLOORS.bob);
        await time.increaseTo(snapshot + 2n);
        expect(await dao.quorum(snapshot)).to.equal(parseEther(quorum));
        await dao.connect(carol).castVote(id, FOR);
        expect(await dao.quorumReached(id)).to.equal(quorum === "10");
      });
    }
  });

  describe("given a second that is not past", () => {
    it("reverts because the quorum of that second is not known yet", async () => {
      const { dao, votes } = await networkHelpers.loadFixture(systemFixture);
      const now = await time.latest();
      await expectRevert(dao.quorum(now), votes, "ERC5805FutureLookup", [now, now]);
    });
  });
});

describe("ServiceDAO.quorumReached", () => {
  describe("given votes of exactly the quorum", () => {
    for (const support of [FOR, ABSTAIN]) {
      it(`is reached with support ${support}`, async () => {
        const { dao, dave, id } = await networkHelpers.loadFixture(reachedFixture);
        expect(await dao.quorumReached(id)).to.be.false;
        await dao.connect(dave).castVote(id, support);
        expect(await dao.quorumReached(id)).to.be.true;
      });
    }

    it("is not reached with votes against", async () => {
      const system = await networkHelpers.loadFixture(reachedFixture);
      const { dao, alice, dave, id } = system;
      await dao.connect(dave).castVote(id, AGAINST);
      await dao.connect(alice).castVote(id, AGAINST);
      expect(await dao.quorumReached(id)).to.be.false;
    });
  });

  describe("given votes of one base unit less", () => {
    it("is not reached, and a majority is not enough", async () => {
      const system = await networkHelpers.loadFixture(belowFixture);
      const { dao, dave, id } = system;
      await dao.connect(dave).castVote(id, FOR);
      expect(await dao.quorumReached(id)).to.be.false;
      await closeVoting(system, id);
      expect(await dao.state(id)).to.equal(State.Defeated);
    });

    it("is reached together with an abstention", async () => {
      const system = await networkHelpers.loadFixture(belowFixture);
      const { dao, dave, carol, id } = system;
      await dao.connect(dave).castVote(id, FOR);
      await dao.connect(carol).castVote(id, ABSTAIN);
      expect(await dao.quorumReached(id)).to.be.true;
      await closeVoting(system, id);
      expect(await dao.state(id)).to.equal(State.Succeeded);
    });
  });

  describe("given a share of 7 SCV and a floor near it", () => {
    const SHARE = parseEther("7");
    for (const [floor, votesFor, reached] of [
      [SHARE - 1n, SHARE - 2n, false],
      [SHARE - 1n, SHARE - 1n, false],
      [SHARE - 1n, SHARE, true],
      [SHARE, SHARE - 1n, false],
      [SHARE, SHARE, true],
      [SHARE + 1n, SHARE, false],
      [SHARE + 1n, SHARE + 1n, true],
    ] as const) {
      it(`is ${reached ? "" : "not "}reached by ${votesFor - SHARE} with a floor of ${floor - SHARE}`, async () => {
        const { votes, alice, carol, dave } = await networkHelpers.loadFixture(systemFixture);
        const dao = await deployDao(votes, { quorumFloor: floor, quorumPercent: 10 });
        await votes.connect(carol).transfer(dave, votesFor);
        await dao.connect(alice).propose([alice], [0n], ["0x"], "a proposal");
        await time.increaseTo((await dao.proposalSnapshot(1n)) + 1n);
        expect(await dao.quorum(await dao.proposalSnapshot(1n))).to.equal(floor > SHARE ? floor : SHARE);
        await dao.connect(dave).castVote(1n, FOR);
        expect(await dao.quorumReached(1n)).to.equal(reached);
      });
    }
  });

  describe("given that it was reached", () => {
    it("stays so, whatever else happens", async () => {
      const system = await networkHelpers.loadFixture(activeWithFloorsFixture);
      const { dao, votes, alice, bob, carol, id, setFloor } = system;
      await dao.connect(carol).castVote(id, FOR);
      expect(await dao.quorumReached(id)).to.be.true;
      await votes.connect(carol).withdrawTo(carol, parseEther("10"));
      await setFloor(FLOORS.carolAndMore);
      await dao.connect(alice).castVote(id, AGAINST);
      await dao.connect(bob).castVote(id, AGAINST);
      expect(await dao.quorumReached(id)).to.be.true;
      expect(await dao.proposalVotes(id)).to.deep.equal([parseEther("60"), parseEther("10"), 0n]);
      await closeVoting(system, id);
      expect(await dao.quorumReached(id)).to.be.true;
      expect(await dao.state(id)).to.equal(State.Defeated);
    });
  });

  describe("given a DAO with little locked", () => {
    async function captureFixture() {
      const system = await littleLockedFixture();
      await system.dao.connect(system.carol).propose([system.carol], [0n], ["0x"], "all to me");
      await time.increaseTo((await system.dao.proposalSnapshot(1n)) + 1n);
      return system;
    }

    it("cannot be captured with all that is locked, as that is below the floor", async () => {
      const system = await networkHelpers.loadFixture(captureFixture);
      const { dao, votes, carol } = system;
      expect(await votes.totalSupply()).to.equal(parseEther("1"));
      await dao.connect(carol).castVote(1n, FOR);
      expect(await dao.quorumReached(1n)).to.be.false;
      await closeVoting(system, 1n);
      expect(await dao.state(1n)).to.equal(State.Defeated);
    });

    it("could be captured without the floor", async () => {
      const { votes, carol } = await networkHelpers.loadFixture(littleLockedFixture);
      const dao = await deployDao(votes, { quorumFloor: 0n });
      await dao.connect(carol).propose([carol], [0n], ["0x"], "all to me");
      await time.increaseTo((await dao.proposalSnapshot(1n)) + 1n);
      await dao.connect(carol).castVote(1n, FOR);
      expect(await dao.quorumReached(1n)).to.be.true;
    });
  });

  describe("given a DAO without any quorum", () => {
    it("is not reached by votes against, and the first other vote reaches it, with any weight", async () => {
      const { votes, alice, dave, stranger } = await networkHelpers.loadFixture(systemFixture);
      const dao = await deployDao(votes, { quorumFloor: 0n, quorumPercent: 0 });
      await dao.connect(alice).propose([stranger], [0n], ["0x"], "a proposal");
      await time.increaseTo((await dao.proposalSnapshot(1n)) + 1n);
      expect(await dao.quorumReached(1n)).to.be.false;
      expect(await dao.quorum(await dao.proposalSnapshot(1n))).to.equal(0n);
      await dao.connect(alice).castVote(1n, AGAINST);
      await dao.connect(dave).castVote(1n, AGAINST);
      expect(await dao.quorumReached(1n)).to.be.false;
      await dao.connect(stranger).castVote(1n, FOR);
      expect(await dao.quorumReached(1n)).to.be.true;
      expect(await dao.proposalVotes(1n)).to.deep.equal([parseEther("40"), 0n, 0n]);
    });
  });
});
