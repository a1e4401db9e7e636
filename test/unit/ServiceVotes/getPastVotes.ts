import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { WALLET_COINS } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { lock, lockedFixture, votesFixture } from "../../fixtures/votes.js";

/** Alice locks 5 at `start`, 6 more 10 seconds later, and frees 4 at 20 seconds; it is 100 seconds later now. */
async function historyFixture() {
  const system = await votesFixture();
  const { votes, alice } = system;
  const start = (await networkHelpers.time.latest()) + 100;
  await networkHelpers.time.setNextBlockTimestamp(start);
  await lock(system, alice, 5n);
  await networkHelpers.time.setNextBlockTimestamp(start + 10);
  await lock(system, alice, 6n);
  await networkHelpers.time.setNextBlockTimestamp(start + 20);
  await votes.connect(alice).withdrawTo(alice, 4n);
  await networkHelpers.time.increaseTo(start + 100);
  return { ...system, start };
}

/** Seconds after `start`, and the votes and the supply at that time. */
const HISTORY = [
  [-1, 0n],
  [0, 5n],
  [9, 5n],
  [10, 11n],
  [19, 11n],
  [20, 7n],
  [99, 7n],
] as const;

describe("ServiceVotes.getPastVotes", () => {
  describe("given a history", () => {
    for (const [second, amount] of HISTORY) {
      it(`knows the votes and the supply at second ${second}`, async () => {
        const { votes, alice, bob, start } = await networkHelpers.loadFixture(historyFixture);
        expect(await votes.getPastVotes(alice, start + second)).to.equal(amount);
        expect(await votes.getPastTotalSupply(start + second)).to.equal(amount);
        expect(await votes.getPastVotes(bob, start + second)).to.equal(0n);
      });
    }

    it("rejects the present second and later ones", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(historyFixture);
      const now = await votes.clock();
      expect(await votes.getPastVotes(alice, now - 1n)).to.equal(7n);
      for (const second of [now, now + 1n]) {
        await expectRevert(votes.getPastVotes(alice, second), votes, "ERC5805FutureLookup", [second, now]);
        await expectRevert(votes.getPastTotalSupply(second), votes, "ERC5805FutureLookup", [second, now]);
      }
    });

    it("keeps it in checkpoints of seconds", async () => {
      const { votes, alice, start } = await networkHelpers.loadFixture(historyFixture);
      expect(await votes.numCheckpoints(alice)).to.equal(3n);
      expect([...(await votes.checkpoints(alice, 1))]).to.deep.equal([BigInt(start + 10), 11n]);
    });

    it("moves with delegation, and the supply does not", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(historyFixture);
      await votes.connect(alice).delegate(bob);
      const second = await networkHelpers.time.latest();
      await networkHelpers.time.increase(1);
      expect(await votes.getPastVotes(alice, second - 1)).to.equal(7n);
      expect(await votes.getPastVotes(alice, second)).to.equal(0n);
      expect(await votes.getPastVotes(bob, second - 1)).to.equal(0n);
      expect(await votes.getPastVotes(bob, second)).to.equal(7n);
      expect(await votes.getPastTotalSupply(second)).to.equal(7n);
    });
  });

  describe("given coins locked and freed in one transaction", () => {
    it("leaves no votes in the past, neither to the wallet nor to a delegate", async () => {
      const { coin, votes, wallet, bob } = await networkHelpers.loadFixture(lockedFixture);
      const member = await wallet.getAddress();
      const transaction = await wallet.execute(
        [coin, votes, votes, votes],
        [
          coin.interface.encodeFunctionData("approve", [votes.target, WALLET_COINS]),
          votes.interface.encodeFunctionData("depositFor", [member, WALLET_COINS]),
          votes.interface.encodeFunctionData("delegate", [bob.address]),
          votes.interface.encodeFunctionData("withdrawTo", [member, WALLET_COINS]),
        ],
      );
      const moved = (await eventsOf(transaction, coin, votes)).filter(([name]) => name === "DelegateVotesChanged");
      expect(moved).to.deep.equal([
        ["DelegateVotesChanged", member, 0n, WALLET_COINS],
        ["DelegateVotesChanged", member, WALLET_COINS, 0n],
        ["DelegateVotesChanged", bob.address, 0n, WALLET_COINS],
        ["DelegateVotesChanged", bob.address, WALLET_COINS, 0n],
      ]);
      const second = await networkHelpers.time.latest();
      await networkHelpers.time.increase(1);
      for (const voter of [member, bob.address]) expect(await votes.getPastVotes(voter, second)).to.equal(0n);
      expect(await votes.getPastTotalSupply(second)).to.equal(27n);
      expect(await coin.balanceOf(wallet)).to.equal(WALLET_COINS);
    });
  });

  describe("given two deposits in one block", () => {
    it("counts both in one checkpoint", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice } = system;
      await coin.connect(alice).approve(votes, 9n);
      await ethers.provider.send("evm_setAutomine", [false]);
      try {
        const gasLimit = 300_000n;
        await votes.connect(alice).depositFor(alice, 4n, { gasLimit });
        await votes.connect(alice).depositFor(alice, 5n, { gasLimit });
        await networkHelpers.mine();
      } finally {
        await ethers.provider.send("evm_setAutomine", [true]);
      }
      const second = await networkHelpers.time.latest();
      await networkHelpers.time.increase(1);
      expect(await votes.numCheckpoints(alice)).to.equal(1n);
      expect(await votes.getPastVotes(alice, second)).to.equal(9n);
      expect(await votes.getPastVotes(alice, second - 1)).to.equal(0n);
    });
  });
});
