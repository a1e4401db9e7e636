import { expect } from "chai";
import { dataSlice, MaxUint256, ZeroAddress, type TypedDataDomain } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  delegationData,
  domainOf,
  mirrored,
  sign,
  split,
  withParity,
  type Delegation,
} from "../../fixtures/signatures.js";
import { lockedFixture, type VotesSystem } from "../../fixtures/votes.js";

/** Alice's signature on a delegation to bob, or on other terms. */
async function signed(system: VotesSystem, terms: Partial<Delegation> = {}, domain?: TypedDataDomain) {
  const delegation: Delegation = { delegatee: system.bob.address, nonce: 0n, expiry: MaxUint256, ...terms };
  const data = delegationData(domain ?? (await domainOf(system.votes)), delegation);
  return { delegation, signature: await sign(system.alice, data) };
}

function submit({ votes, relayer }: VotesSystem, { delegatee, nonce, expiry }: Delegation, signature: string) {
  return votes.connect(relayer).delegateBySig(delegatee, nonce, expiry, ...split(signature));
}

/** A signature on other terms is one of an unknown account: what it does must not touch alice. */
async function expectAliceUntouched({ votes, alice, bob }: VotesSystem) {
  expect(await votes.delegates(alice)).to.equal(alice.address);
  expect(await votes.getVotes(alice)).to.equal(20n);
  expect(await votes.getVotes(bob)).to.equal(0n);
  expect(await votes.nonces(alice)).to.equal(0n);
}

describe("ServiceVotes.delegateBySig", () => {
  describe("given the member's signature", () => {
    it("moves the member's votes, no matter who submits it", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { votes, alice, bob, relayer } = system;
      const { delegation, signature } = await signed(system);
      expect(await eventsOf(await submit(system, delegation, signature), votes)).to.deep.equal([
        ["DelegateChanged", alice.address, alice.address, bob.address],
        ["DelegateVotesChanged", alice.address, 20n, 0n],
        ["DelegateVotesChanged", bob.address, 0n, 20n],
      ]);
      expect(await votes.delegates(alice)).to.equal(bob.address);
      expect(await votes.delegates(relayer)).to.equal(relayer.address);
      expect(await votes.nonces(alice)).to.equal(1n);
      expect(await votes.nonces(relayer)).to.equal(0n);
    });

    it("takes the votes back with the zero address", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { votes, alice, bob } = system;
      await votes.connect(alice).delegate(bob);
      const { delegation, signature } = await signed(system, { delegatee: ZeroAddress });
      expect(await eventsOf(await submit(system, delegation, signature), votes)).to.deep.equal([
        ["DelegateChanged", alice.address, bob.address, alice.address],
        ["DelegateVotesChanged", bob.address, 20n, 0n],
        ["DelegateVotesChanged", alice.address, 0n, 20n],
      ]);
      expect(await votes.delegates(alice)).to.equal(alice.address);
    });

    it("rejects it a second time, so that an old choice cannot come back", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { votes, alice, carol } = system;
      const { delegation, signature } = await signed(system);
      await submit(system, delegation, signature);
      await votes.connect(alice).delegate(carol);
      await expectRevert(submit(system, delegation, signature), votes, "InvalidAccountNonce", [alice, 1n]);
      expect(await votes.delegates(alice)).to.equal(carol.address);
    });

    it("rejects a nonce that has not come", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { delegation, signature } = await signed(system, { nonce: 1n });
      await expectRevert(submit(system, delegation, signature), system.votes, "InvalidAccountNonce", [
        system.alice,
        0n,
      ]);
    });
  });

  describe("given an expiry", () => {
    it("takes the signature in that very second", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const expiry = BigInt(await networkHelpers.time.latest()) + 100n;
      const { delegation, signature } = await signed(system, { expiry });
      await networkHelpers.time.setNextBlockTimestamp(expiry);
      await submit(system, delegation, signature);
      expect(BigInt(await networkHelpers.time.latest())).to.equal(expiry);
      expect(await system.votes.getVotes(system.bob)).to.equal(20n);
    });

    it("rejects it one second later", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const expiry = BigInt(await networkHelpers.time.latest()) + 100n;
      const { delegation, signature } = await signed(system, { expiry });
      await networkHelpers.time.setNextBlockTimestamp(expiry + 1n);
      await expectRevert(submit(system, delegation, signature), system.votes, "VotesExpiredSignature", [expiry]);
    });
  });

  describe("given a signature on something else", () => {
    it("does not touch the member when the terms were changed", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { delegation, signature } = await signed(system, { expiry: MaxUint256 - 1n });
      await submit(system, { ...delegation, delegatee: system.stranger.address }, signature);
      await submit(system, { ...delegation, expiry: MaxUint256 }, signature);
      await expectAliceUntouched(system);
    });

    it("does not touch the member when it was for another chain, contract, name or version", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const domain = await domainOf(system.votes);
      for (const change of [
        { chainId: 1n },
        { verifyingContract: await system.coin.getAddress() },
        { name: "ServiceCoin" },
        { version: "2" },
      ]) {
        const { delegation, signature } = await signed(system, {}, { ...domain, ...change });
        await submit(system, delegation, signature);
      }
      await expectAliceUntouched(system);
    });

    it("rejects the mirrored signature and v of 0 or 1", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { delegation, signature } = await signed(system);
      const other = mirrored(signature);
      await expectRevert(submit(system, delegation, other), system.votes, "ECDSAInvalidSignatureS", [
        dataSlice(other, 32, 64),
      ]);
      await expectRevert(submit(system, delegation, withParity(signature)), system.votes, "ECDSAInvalidSignature");
    });
  });
});
