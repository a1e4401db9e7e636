import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { delegationData, domainOf, permitData, sign, split } from "../../fixtures/signatures.js";
import { lockedFixture, type VotesSystem } from "../../fixtures/votes.js";

async function delegateBySig({ votes, alice, bob }: VotesSystem, nonce: bigint) {
  const data = delegationData(await domainOf(votes), { delegatee: bob.address, nonce, expiry: MaxUint256 });
  return votes.delegateBySig(bob, nonce, MaxUint256, ...split(await sign(alice, data)));
}

async function permit({ alice, bob }: VotesSystem, nonce: bigint, token: VotesSystem["coin" | "votes"]) {
  const terms = { owner: alice.address, spender: bob.address, value: 5n, nonce, deadline: MaxUint256 };
  const signature = await sign(alice, permitData(await domainOf(token), terms));
  return token.permit(alice, bob, 5n, MaxUint256, ...split(signature));
}

describe("ServiceVotes.nonces", () => {
  describe("given a permit of nonce 0", () => {
    it("leaves nonce 1 to delegateBySig", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { votes, alice, bob } = system;
      await permit(system, 0n, votes);
      expect(await votes.nonces(alice)).to.equal(1n);
      await expectRevert(delegateBySig(system, 0n), votes, "InvalidAccountNonce", [alice, 1n]);
      await delegateBySig(system, 1n);
      expect(await votes.nonces(alice)).to.equal(2n);
      expect(await votes.delegates(alice)).to.equal(bob.address);
    });
  });

  describe("given a delegation of nonce 0", () => {
    it("leaves nonce 1 to permit", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { votes, alice, bob } = system;
      await delegateBySig(system, 0n);
      await expectRevert(permit(system, 0n, votes), votes, "ERC2612InvalidSigner", [
        (signer: string) => signer !== alice.address,
        alice,
      ]);
      await permit(system, 1n, votes);
      expect(await votes.nonces(alice)).to.equal(2n);
      expect(await votes.allowance(alice, bob)).to.equal(5n);
    });
  });

  describe("given a permit of the coin", () => {
    it("uses the coin's nonce alone", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      const { coin, votes, alice } = system;
      await permit(system, 0n, coin);
      expect(await coin.nonces(alice)).to.equal(1n);
      expect(await votes.nonces(alice)).to.equal(0n);
    });
  });
});
