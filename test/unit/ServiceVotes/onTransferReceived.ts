import { expect } from "chai";
import { AbiCoder, concat, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { votesFixture, type VotesSystem } from "../../fixtures/votes.js";

/** What the interface asks for: one ABI-encoded address. */
function encoded(delegatee: string): string {
  return AbiCoder.defaultAbiCoder().encode(["address"], [delegatee]);
}

function deposit({ coin, votes }: VotesSystem, member: HardhatEthersSigner, value: bigint, data: string) {
  return coin.connect(member)["transferAndCall(address,uint256,bytes)"](votes, value, data);
}

function depositBy({ coin, votes, alice }: VotesSystem, operator: HardhatEthersSigner, value: bigint, data: string) {
  const call = coin.connect(operator)["transferFromAndCall(address,address,uint256,bytes)"];
  return call(alice, votes, value, data);
}

describe("ServiceVotes.onTransferReceived", () => {
  describe("given coins without data", () => {
    it("locks them for the member, who votes for itself", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice } = system;
      const transaction = await deposit(system, alice, 5n, "0x");
      expect(await eventsOf(transaction, coin, votes)).to.deep.equal([
        ["Transfer", alice.address, votes.target, 5n],
        ["Transfer", ZeroAddress, alice.address, 5n],
        ["DelegateVotesChanged", alice.address, 0n, 5n],
      ]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
      expect(await coin.balanceOf(votes)).to.equal(5n);
      expect(await votes.balanceOf(alice)).to.equal(5n);
      expect(await votes.totalSupply()).to.equal(5n);
    });

    it("leaves a chosen delegate as it is", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { votes, alice, bob } = system;
      await deposit(system, alice, 5n, encoded(bob.address));
      await deposit(system, alice, 6n, "0x");
      expect(await votes.delegates(alice)).to.equal(bob.address);
      expect(await votes.getVotes(bob)).to.equal(11n);
      expect(await votes.getVotes(alice)).to.equal(0n);
    });
  });

  describe("given coins with a delegatee", () => {
    it("locks them and gives their votes to the delegatee", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice, bob } = system;
      const transaction = await deposit(system, alice, 5n, encoded(bob.address));
      expect(await eventsOf(transaction, coin, votes)).to.deep.equal([
        ["Transfer", alice.address, votes.target, 5n],
        ["Transfer", ZeroAddress, alice.address, 5n],
        ["DelegateVotesChanged", alice.address, 0n, 5n],
        ["DelegateChanged", alice.address, alice.address, bob.address],
        ["DelegateVotesChanged", alice.address, 5n, 0n],
        ["DelegateVotesChanged", bob.address, 0n, 5n],
      ]);
      expect(await votes.balanceOf(alice)).to.equal(5n);
      expect(await votes.balanceOf(bob)).to.equal(0n);
      expect(await votes.getVotes(alice)).to.equal(0n);
      expect(await votes.getVotes(bob)).to.equal(5n);
      expect(await votes.delegates(alice)).to.equal(bob.address);
    });

    it("moves earlier votes along", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { votes, alice, bob, carol } = system;
      await deposit(system, alice, 5n, encoded(bob.address));
      await deposit(system, alice, 6n, encoded(carol.address));
      expect(await votes.getVotes(bob)).to.equal(0n);
      expect(await votes.getVotes(carol)).to.equal(11n);
    });

    it("takes the highest address and the member itself", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { votes, alice } = system;
      for (const delegatee of ["0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF", alice.address]) {
        await deposit(system, alice, 1n, encoded(delegatee));
        expect(await votes.delegates(alice)).to.equal(delegatee);
      }
      expect(await votes.getVotes(alice)).to.equal(2n);
    });
  });

  describe("given data that is no address", () => {
    const bob = "0x00000000000000000000000000000000000b0b00";
    const cases: [string, string][] = [
      ["one byte", "0x01"],
      ["20 bytes", bob],
      ["31 bytes", concat([`0x${"00".repeat(11)}`, bob])],
      ["33 bytes", concat([encoded(bob), "0x00"])],
      ["64 bytes", concat([encoded(bob), encoded(bob)])],
      ["a dirty bit right above the address", toBeHex((1n << 160n) | BigInt(bob), 32)],
      ["a dirty highest bit", toBeHex((1n << 255n) | BigInt(bob), 32)],
      ["only a dirty bit", toBeHex(1n << 160n, 32)],
      ["the zero address", ZeroHash],
    ];
    for (const [name, data] of cases) {
      it(`rejects ${name}`, async () => {
        const system = await networkHelpers.loadFixture(votesFixture);
        await expectRevert(deposit(system, system.alice, 5n, data), system.votes, "ServiceVotesInvalidDelegatee", [
          data,
        ]);
        expect(await system.coin.balanceOf(system.alice)).to.equal(ALICE_COINS);
        expect(await system.votes.totalSupply()).to.equal(0n);
      });
    }
  });

  describe("given an operator other than the member", () => {
    it("credits the member when there is no data", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice, bob } = system;
      await coin.connect(alice).approve(bob, 5n);
      await depositBy(system, bob, 5n, "0x");
      expect(await votes.balanceOf(alice)).to.equal(5n);
      expect(await votes.getVotes(alice)).to.equal(5n);
      expect(await votes.balanceOf(bob)).to.equal(0n);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
    });

    it("rejects any data, for any delegatee", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice, bob } = system;
      await coin.connect(alice).approve(bob, 5n);
      for (const data of [encoded(bob.address), encoded(alice.address), ZeroHash, "0x00"]) {
        await expectRevert(depositBy(system, bob, 5n, data), votes, "ServiceVotesUnauthorizedDelegation", [bob, alice]);
      }
    });

    it("rejects to move votes with no coins and no allowance at all", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { votes, alice, stranger } = system;
      await deposit(system, alice, 5n, "0x");
      await expectRevert(
        depositBy(system, stranger, 0n, encoded(stranger.address)),
        votes,
        "ServiceVotesUnauthorizedDelegation",
        [stranger, alice],
      );
      expect(await votes.getVotes(alice)).to.equal(5n);
    });

    it("lets the member be its own operator", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice, bob } = system;
      await coin.connect(alice).approve(alice, 5n);
      await depositBy(system, alice, 5n, encoded(bob.address));
      expect(await votes.getVotes(bob)).to.equal(5n);
    });
  });

  describe("given a caller other than ServiceCoin", () => {
    it("rejects another token, even of the same code", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { votes, alice } = system;
      const fake = await ethers.deployContract("ServiceCoin", [alice, alice, 5n, 5n]);
      await expectRevert(deposit({ ...system, coin: fake }, alice, 5n, "0x"), votes, "ServiceVotesInvalidToken", [
        fake,
      ]);
    });

    it("rejects accounts, members and the coin's owner too", async () => {
      const { votes, alice, owner } = await networkHelpers.loadFixture(votesFixture);
      for (const caller of [alice, owner]) {
        await expectRevert(
          votes.connect(caller).onTransferReceived(caller, caller, 5n, "0x"),
          votes,
          "ServiceVotesInvalidToken",
          [caller],
        );
      }
    });
  });
});
