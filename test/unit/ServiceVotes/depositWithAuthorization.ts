import { expect } from "chai";
import { id, toBeHex, ZeroAddress } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  ALICE_COINS,
  Answering,
  authorizationOf,
  cancelAuthorization,
  receiveWithAuthorization,
  transferWithAuthorization,
  WALLET_COINS,
} from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  cancelAuthorizationData,
  domainOf,
  receiveAuthorizationData,
  sign,
  transferAuthorizationData,
  type Authorization,
} from "../../fixtures/signatures.js";
import { votesFixture, type VotesSystem } from "../../fixtures/votes.js";
import { undone } from "../../fixtures/undone.js";

/** Alice has signed a deposit of 7 SCV. */
async function signedFixture() {
  const system = await votesFixture();
  const authorization = await authorizationOf(system.alice, system.votes);
  const data = receiveAuthorizationData(await domainOf(system.coin), authorization);
  return { ...system, authorization, signature: await sign(system.alice, data) };
}

function submit({ votes }: VotesSystem, sender: HardhatEthersSigner, terms: Authorization, signature: string) {
  const { from, value, validAfter, validBefore, nonce } = terms;
  return votes.connect(sender).depositWithAuthorization(from, value, validAfter, validBefore, nonce, signature);
}

describe("ServiceVotes.depositWithAuthorization", () => {
  describe("given the member's signature", () => {
    it("locks the coins for the member, no matter who submits it", async () => {
      const { authorization, signature, ...system } = await networkHelpers.loadFixture(signedFixture);
      const { coin, votes, alice, relayer } = system;
      const { value, nonce } = authorization;
      const transaction = await submit(system, relayer, authorization, signature);
      expect(await eventsOf(transaction, coin, votes)).to.deep.equal([
        ["AuthorizationUsed", alice.address, nonce],
        ["Transfer", alice.address, votes.target, value],
        ["Transfer", ZeroAddress, alice.address, value],
        ["DelegateVotesChanged", alice.address, 0n, value],
      ]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - value);
      expect(await coin.balanceOf(votes)).to.equal(value);
      expect(await votes.balanceOf(alice)).to.equal(value);
      expect(await votes.getVotes(alice)).to.equal(value);
      expect(await votes.balanceOf(relayer)).to.equal(0n);
      expect(await votes.totalSupply()).to.equal(value);
    });

    it("rejects it a second time", async () => {
      const { authorization, signature, ...system } = await networkHelpers.loadFixture(signedFixture);
      await submit(system, system.relayer, authorization, signature);
      await expectRevert(
        submit(system, system.relayer, authorization, signature),
        system.coin,
        "ERC3009UsedAuthorization",
        [system.alice, authorization.nonce],
      );
      expect(await system.votes.totalSupply()).to.equal(authorization.value);
    });

    it("rejects it after the member canceled it", async () => {
      const { authorization, signature, ...system } = await networkHelpers.loadFixture(signedFixture);
      const { coin, alice, relayer } = system;
      const cancellation = { authorizer: alice.address, nonce: authorization.nonce };
      const canceled = await sign(alice, cancelAuthorizationData(await domainOf(coin), cancellation));
      await cancelAuthorization(coin, relayer, cancellation, canceled, "bytes");
      await expectRevert(submit(system, relayer, authorization, signature), coin, "ERC3009UsedAuthorization", [
        alice,
        authorization.nonce,
      ]);
    });

    it("rejects any other terms", async () => {
      const { authorization, signature, ...system } = await networkHelpers.loadFixture(signedFixture);
      for (const change of [
        { from: system.stranger.address },
        { value: authorization.value + 1n },
        { validAfter: 1n },
        { validBefore: authorization.validBefore + 1n },
        { nonce: id("another") },
      ]) {
        await expectRevert(
          submit(system, system.relayer, { ...authorization, ...change }, signature),
          system.coin,
          "ERC3009InvalidSignature",
        );
      }
    });

    it("keeps to the times in it", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice, relayer } = system;
      const now = BigInt(await networkHelpers.time.latest()) + 100n;
      for (const [validAfter, validBefore] of [
        [now, now + 9n],
        [0n, now],
      ]) {
        const terms = await authorizationOf(alice, votes, { validAfter, validBefore });
        const signature = await sign(alice, receiveAuthorizationData(await domainOf(coin), terms));
        await undone(async () => {
          await networkHelpers.time.setNextBlockTimestamp(now);
          await expectRevert(submit(system, relayer, terms, signature), coin, "ERC3009InvalidAuthorizationTime", [
            validAfter,
            validBefore,
          ]);
        });
      }
    });
  });

  describe("given somebody who wants to spoil the deposit", () => {
    it("rejects the signature at the coin, where the coins would be credited to nobody", async () => {
      const { authorization, signature, ...system } = await networkHelpers.loadFixture(signedFixture);
      const { coin, votes, alice, stranger } = system;
      for (const form of ["bytes", "v, r, s"] as const) {
        await expectRevert(
          receiveWithAuthorization(coin, stranger, authorization, signature, form),
          coin,
          "ERC20InvalidReceiver",
          [votes],
        );
        await expectRevert(
          transferWithAuthorization(coin, stranger, authorization, signature, form),
          coin,
          "ERC3009InvalidSignature",
        );
      }
      await submit(system, stranger, authorization, signature);
      expect(await votes.balanceOf(alice)).to.equal(authorization.value);
    });

    it("rejects a signature to another payee or for transferWithAuthorization", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice, bob, relayer } = system;
      const domain = await domainOf(coin);
      const toBob = await authorizationOf(alice, bob);
      const toVotes = await authorizationOf(alice, votes);
      for (const [terms, data] of [
        [toBob, receiveAuthorizationData(domain, toBob)],
        [toVotes, transferAuthorizationData(domain, toVotes)],
        [toVotes, receiveAuthorizationData(await domainOf(votes), toVotes)],
      ] as const) {
        await expectRevert(submit(system, relayer, terms, await sign(alice, data)), coin, "ERC3009InvalidSignature");
      }
    });

    it("rejects the votes contract itself as member", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, alice, relayer } = system;
      await coin.connect(alice).transfer(votes, 5n);
      const terms = await authorizationOf(votes, votes, { value: 5n });
      const signature = await sign(alice, receiveAuthorizationData(await domainOf(coin), terms));
      await expectRevert(submit(system, relayer, terms, signature), coin, "ERC3009InvalidSignature");
    });
  });

  describe("given a smart wallet", () => {
    it("locks its coins when it calls the signature valid, of any length", async () => {
      const system = await networkHelpers.loadFixture(votesFixture);
      const { coin, votes, wallet, relayer } = system;
      const secret = toBeHex(0x6f70656en);
      await wallet.setSecret(secret);
      await submit(system, relayer, await authorizationOf(wallet, votes, { value: WALLET_COINS }), secret);
      expect(await votes.getVotes(wallet)).to.equal(WALLET_COINS);
      expect(await coin.balanceOf(wallet)).to.equal(0n);
    });

    for (const answer of ["Invalid", "WrongMagic", "ShortReturn", "Reverting"] as const) {
      it(`rejects when the wallet returns ${answer}`, async () => {
        const system = await networkHelpers.loadFixture(votesFixture);
        const { coin, votes, wallet, alice, relayer } = system;
        await wallet.setMode(Answering[answer]);
        const terms = await authorizationOf(wallet, votes);
        const signature = await sign(alice, receiveAuthorizationData(await domainOf(coin), terms));
        await expectRevert(submit(system, relayer, terms, signature), coin, "ERC3009InvalidSignature");
      });
    }
  });
});
