import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { lock, lockedFixture } from "../../fixtures/votes.js";

describe("ServiceVotes.delegate", () => {
  describe("given a member that votes for itself", () => {
    it("gives all its votes to the delegatee and keeps its coins", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(lockedFixture);
      const transaction = await votes.connect(alice).delegate(bob);
      expect(await eventsOf(transaction, votes)).to.deep.equal([
        ["DelegateChanged", alice.address, alice.address, bob.address],
        ["DelegateVotesChanged", alice.address, 20n, 0n],
        ["DelegateVotesChanged", bob.address, 0n, 20n],
      ]);
      expect(await votes.getVotes(alice)).to.equal(0n);
      expect(await votes.getVotes(bob)).to.equal(20n);
      expect(await votes.balanceOf(alice)).to.equal(20n);
    });

    it("adds to what the delegatee has, and passes nothing on", async () => {
      const { votes, alice, holder, bob } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).delegate(holder);
      expect(await votes.getVotes(holder)).to.equal(27n);
      await votes.connect(holder).delegate(bob);
      expect(await votes.getVotes(holder)).to.equal(20n);
      expect(await votes.getVotes(bob)).to.equal(7n);
    });

    it("changes no votes when it chooses itself or nobody", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(lockedFixture);
      for (const delegatee of [alice.address, ZeroAddress]) {
        const transaction = await votes.connect(alice).delegate(delegatee);
        expect(await eventsOf(transaction, votes)).to.deep.equal([
          ["DelegateChanged", alice.address, alice.address, alice.address],
        ]);
        expect(await votes.getVotes(alice)).to.equal(20n);
      }
    });
  });

  describe("given a member with a delegate", () => {
    async function delegatedFixture() {
      const system = await lockedFixture();
      await system.votes.connect(system.alice).delegate(system.bob);
      return system;
    }

    it("moves the votes to the next delegate", async () => {
      const { votes, alice, bob, carol } = await networkHelpers.loadFixture(delegatedFixture);
      const transaction = await votes.connect(alice).delegate(carol);
      expect(await eventsOf(transaction, votes)).to.deep.equal([
        ["DelegateChanged", alice.address, bob.address, carol.address],
        ["DelegateVotesChanged", bob.address, 20n, 0n],
        ["DelegateVotesChanged", carol.address, 0n, 20n],
      ]);
    });

    it("takes the votes back with the zero address, so that none is lost", async () => {
      const { votes, alice, bob, holder } = await networkHelpers.loadFixture(delegatedFixture);
      const transaction = await votes.connect(alice).delegate(ZeroAddress);
      expect(await eventsOf(transaction, votes)).to.deep.equal([
        ["DelegateChanged", alice.address, bob.address, alice.address],
        ["DelegateVotesChanged", bob.address, 20n, 0n],
        ["DelegateVotesChanged", alice.address, 0n, 20n],
      ]);
      expect(await votes.delegates(alice)).to.equal(alice.address);
      expect(await votes.getVotes(ZeroAddress)).to.equal(0n);
      expect((await votes.getVotes(alice)) + (await votes.getVotes(holder))).to.equal(await votes.totalSupply());
    });

    it("gives the votes of later deposits to the delegate", async () => {
      const system = await networkHelpers.loadFixture(delegatedFixture);
      const { coin, votes, alice, bob } = system;
      const transaction = await lock(system, alice, 3n);
      expect(await eventsOf(transaction, coin, votes)).to.deep.equal([
        ["Transfer", alice.address, votes.target, 3n],
        ["Transfer", ZeroAddress, alice.address, 3n],
        ["DelegateVotesChanged", bob.address, 20n, 23n],
      ]);
    });
  });

  describe("given an account without coins", () => {
    it("chooses for later", async () => {
      const { votes, stranger, bob } = await networkHelpers.loadFixture(lockedFixture);
      const transaction = await votes.connect(stranger).delegate(bob);
      expect(await eventsOf(transaction, votes)).to.deep.equal([
        ["DelegateChanged", stranger.address, stranger.address, bob.address],
      ]);
      expect(await votes.delegates(stranger)).to.equal(bob.address);
    });
  });
});
