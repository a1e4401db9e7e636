import { expect } from "chai";
import { TallyHarness__factory } from "../../../packages/sdk/src/typechain/index.js";
import { accountsOf } from "../../fixtures/accounts.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ABSTAIN, AGAINST, FOR } from "../../fixtures/system.js";

const MAX = 2n ** 84n - 1n;
const QUORUM = 1n << 255n;
const EXTENDED = 1n << 254n;
const OPTIONS = [AGAINST, FOR, ABSTAIN];

async function tallyFixture() {
  const [deployer] = await accountsOf(ethers);
  // By its name it would not be found: a Solidity test has a harness of the same name.
  return new TallyHarness__factory(deployer).deploy();
}

describe("Tally", () => {
  describe("given an empty tally", () => {
    it("has no votes and no quorum", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      for (const support of OPTIONS) expect(await tally.votesOf(0n, support)).to.equal(0n);
      expect(await tally.hasQuorum(0n)).to.be.false;
      expect(await tally.isExtended(0n)).to.be.false;
      expect(await tally.MAX_VOTES()).to.equal(MAX);
    });

    it("puts each option into its own lane", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      expect(await tally.add(0n, AGAINST, 5n)).to.equal(5n);
      expect(await tally.add(0n, FOR, 6n)).to.equal(6n << 84n);
      expect(await tally.add(0n, ABSTAIN, 7n)).to.equal(7n << 168n);
    });
  });

  for (const support of OPTIONS) {
    describe(`given the lane of option ${support}`, () => {
      it("takes exactly as much as it holds, at once or in parts, and leaves all else alone", async () => {
        const tally = await networkHelpers.loadFixture(tallyFixture);
        const full = MAX << (84n * BigInt(support));
        expect(await tally.add(0n, support, MAX)).to.equal(full);
        expect(await tally.add(await tally.add(0n, support, MAX - 1n), support, 1n)).to.equal(full);
        expect(await tally.votesOf(full, support)).to.equal(MAX);
        for (const other of OPTIONS.filter((option) => option !== support)) {
          expect(await tally.votesOf(full, other)).to.equal(0n);
        }
        expect(await tally.hasQuorum(full)).to.be.false;
        expect(await tally.isExtended(full)).to.be.false;
        expect(await tally.add(full, support, 0n)).to.equal(full);
      });

      it("rejects one vote more rather than carry it over", async () => {
        const tally = await networkHelpers.loadFixture(tallyFixture);
        const full = MAX << (84n * BigInt(support));
        for (const [before, votes, weight] of [
          [full, MAX, 1n],
          [0n, 0n, MAX + 1n],
          [full, MAX, MAX],
          [full, MAX, 2n ** 256n - 1n],
          [full, MAX, 2n ** 256n - MAX],
        ] as const) {
          await expectRevert(tally.add(before, support, weight), tally, "TallyOverflow", [support, votes, weight]);
        }
      });
    });
  }

  describe("given full lanes", () => {
    const full = 2n ** 252n - 1n;

    it("holds them in the lowest 252 bits", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      let all = 0n;
      for (const support of OPTIONS) all = await tally.add(all, support, MAX);
      expect(all).to.equal(full);
    });

    it("does not take them for a quorum or an extension", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      expect(await tally.hasQuorum(full)).to.be.false;
      expect(await tally.isExtended(full)).to.be.false;
    });

    it("marks the quorum without touching them", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      for (const [extended, marks] of [
        [false, QUORUM],
        [true, QUORUM + EXTENDED],
      ] as const) {
        expect(await tally.withQuorum(full, extended)).to.equal(full + marks);
        for (const support of OPTIONS) expect(await tally.votesOf(full + marks, support)).to.equal(MAX);
      }
    });
  });

  describe("given every bit but those of the marks", () => {
    it("has no quorum and no extension", async () => {
      const tally = await networkHelpers.loadFixture(tallyFixture);
      const others = EXTENDED - 1n;
      expect(await tally.hasQuorum(others)).to.be.false;
      expect(await tally.isExtended(others)).to.be.false;
      expect(await tally.hasQuorum(others + EXTENDED)).to.be.false;
      expect(await tally.isExtended(others + QUORUM)).to.be.false;
    });
  });

  for (const [name, extended, marks] of [
    ["in time", false, QUORUM],
    ["late", true, QUORUM + EXTENDED],
  ] as const) {
    describe(`given a tally that reached quorum ${name}`, () => {
      it("keeps its marks, whatever is added, and is marked once", async () => {
        const tally = await networkHelpers.loadFixture(tallyFixture);
        expect(await tally.withQuorum(0n, extended)).to.equal(marks);
        expect(await tally.hasQuorum(marks)).to.be.true;
        expect(await tally.isExtended(marks)).to.equal(extended);
        expect(await tally.withQuorum(marks, extended)).to.equal(marks);
        expect(await tally.withQuorum(marks, false)).to.equal(marks);
        expect(await tally.add(marks, ABSTAIN, MAX)).to.equal(marks + (MAX << 168n));
        for (const support of OPTIONS) expect(await tally.votesOf(marks, support)).to.equal(0n);
      });
    });
  }
});
