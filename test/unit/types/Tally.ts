import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { ABSTAIN, AGAINST, FOR } from "../../fixtures/system.js";

const MAX = 2n ** 85n - 1n;
const QUORUM = 1n << 255n;
const OPTIONS = [AGAINST, FOR, ABSTAIN];

async function tallyFixture() {
  return ethers.deployContract("TallyHarness");
}

describe("Tally", () => {
  describe("given an empty tally", () => {
    it("has no votes and no quorum", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      for (const support of OPTIONS) expect(await tally.votesOf(0n, support)).to.equal(0n);
      expect(await tally.hasQuorum(0n)).to.be.false;
      expect(await tally.MAX_VOTES()).to.equal(MAX);
    });

    it("puts each option into a lane of its own", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      expect(await tally.add(0n, AGAINST, 5n)).to.equal(5n);
      expect(await tally.add(0n, FOR, 6n)).to.equal(6n << 85n);
      expect(await tally.add(0n, ABSTAIN, 7n)).to.equal(7n << 170n);
    });
  });

  for (const support of OPTIONS) {
    describe(`given the lane of option ${support}`, () => {
      it("takes exactly as much as it holds, at once or in parts, and leaves all else alone", async () => {
        const tally = await networkHelpers.loadFixture(tallyFixture);
        const full = MAX << (85n * BigInt(support));
        expect(await tally.add(0n, support, MAX)).to.equal(full);
        expect(await tally.add(await tally.add(0n, support, MAX - 1n), support, 1n)).to.equal(full);
        expect(await tally.votesOf(full, support)).to.equal(MAX);
        for (const other of OPTIONS.filter((option) => option !== support)) {
          expect(await tally.votesOf(full, other)).to.equal(0n);
        }
        expect(await tally.hasQuorum(full)).to.be.false;
        expect(await tally.add(full, support, 0n)).to.equal(full);
      });

      it("refuses one vote more rather than carry it over", async () => {
        const tally = await networkHelpers.loadFixture(tallyFixture);
        const full = MAX << (85n * BigInt(support));
        for (const [before, votes, weight] of [
          [full, MAX, 1n],
          [0n, 0n, MAX + 1n],
          [full, MAX, MAX],
          [full, MAX, 2n ** 256n - 1n],
          [full, MAX, 2n ** 256n - MAX],
        ] as const) {
          await expect(tally.add(before, support, weight))
            .to.be.revertedWithCustomError(tally, "TallyOverflow")
            .withArgs(support, votes, weight);
        }
      });
    });
  }

  describe("given full lanes", () => {
    const full = 2n ** 255n - 1n;

    it("does not take them for a quorum", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      expect(await tally.hasQuorum(full)).to.be.false;
    });

    it("marks the quorum without touching them", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      expect(await tally.withQuorum(full)).to.equal(full + QUORUM);
      for (const support of OPTIONS) expect(await tally.votesOf(full + QUORUM, support)).to.equal(MAX);
    });
  });

  describe("given a tally with quorum", () => {
    it("keeps it, whatever is added, and is marked once", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      expect(await tally.hasQuorum(QUORUM)).to.be.true;
      expect(await tally.withQuorum(QUORUM)).to.equal(QUORUM);
      expect(await tally.add(QUORUM, ABSTAIN, MAX)).to.equal(QUORUM + (MAX << 170n));
      for (const support of OPTIONS) expect(await tally.votesOf(QUORUM, support)).to.equal(0n);
    });
  });
});
