import { expect } from "chai";
import { hexlify, randomBytes, toBeHex, type ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import {
  ALICE_COINS,
  authorizationOf,
  cancelAuthorization,
  coinFixture,
  MAX_UINT256,
  type CoinSystem,
  type Form,
} from "../fixtures/coin.js";
import { eventsOf } from "../fixtures/events.js";
import { expectRevert } from "../fixtures/expectRevert.js";
import {
  cancelAuthorizationData,
  domainOf,
  receiveAuthorizationData,
  sign,
  transferAuthorizationData,
  type Authorization,
} from "../fixtures/signatures.js";
import { shouldCheckSignatures } from "./ERC3009Signature.js";

/** Bit 47 in both times of an authorization makes them block numbers. */
const BLOCKS = 1n << 47n;

/** `transferWithAuthorization` or `receiveWithAuthorization` in one of their forms. */
export interface AuthorizedTransfer {
  kind: "transfer" | "receive";
  form: Form;
  submit: (system: CoinSystem, authorization: Authorization, signature: string) => Promise<ContractTransactionResponse>;
}

/** What the two functions that move coins by an ERC-3009 signature have in common. */
export function shouldBehaveLikeERC3009Transfer({ kind, form, submit }: AuthorizedTransfer): void {
  const dataOf = kind === "transfer" ? transferAuthorizationData : receiveAuthorizationData;
  const foreignDataOf = kind === "transfer" ? receiveAuthorizationData : transferAuthorizationData;

  /** Signs terms as their authorizer and submits them. */
  async function pay(system: CoinSystem, signer: HardhatEthersSigner, terms: Partial<Authorization> = {}) {
    const authorization = await authorizationOf(signer, system.bob, terms);
    const signature = await sign(signer, dataOf(await domainOf(system.coin), authorization));
    return submit(system, authorization, signature);
  }

  describe("given an unused authorization", () => {
    it("moves the coins and nothing else", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice, bob, carol, relayer } = system;
      await coin.connect(alice).approve(relayer, 5n);
      await coin.connect(alice).approve(bob, 6n);
      await expect(pay(system, alice, { value: 12_345n })).to.changeTokenBalances(
        ethers,
        coin,
        [alice, bob, relayer, carol],
        [-12_345n, 12_345n, 0n, 0n],
      );
      expect(await coin.allowance(alice, relayer)).to.equal(5n);
      expect(await coin.allowance(alice, bob)).to.equal(6n);
      expect(await coin.nonces(alice)).to.equal(0n);
    });

    it("emits AuthorizationUsed, then Transfer", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const nonce = hexlify(randomBytes(32));
      const transaction = await pay(system, system.alice, { nonce, value: 12_345n });
      expect(await eventsOf(transaction, system.coin)).to.deep.equal([
        ["AuthorizationUsed", system.alice.address, nonce],
        ["Transfer", system.alice.address, system.bob.address, 12_345n],
      ]);
    });

    it("moves the whole balance, and refuses one more", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice, bob } = system;
      await expectRevert(pay(system, alice, { value: ALICE_COINS + 1n }), coin, "ERC20InsufficientBalance", [
        alice,
        ALICE_COINS,
        ALICE_COINS + 1n,
      ]);
      await pay(system, alice, { value: ALICE_COINS });
      expect(await coin.balanceOf(alice)).to.equal(0n);
      expect(await coin.balanceOf(bob)).to.equal(ALICE_COINS);
    });

    it("moves nothing when the amount is zero", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice, bob } = system;
      const nonce = toBeHex(1, 32);
      await expect(pay(system, alice, { value: 0n, nonce }))
        .to.emit(coin, "Transfer")
        .withArgs(alice, bob, 0n);
      expect(await coin.authorizationState(alice, nonce)).to.equal(true);
    });
  });

  describe("given times in seconds", () => {
    /** The second in which the next transaction runs, and terms around it. */
    async function nextSecond() {
      const system = await networkHelpers.loadFixture(coinFixture);
      return { system, now: BigInt(await networkHelpers.time.latest()) + 100n };
    }

    async function expectTime(
      terms: (now: bigint) => Pick<Authorization, "validAfter" | "validBefore">,
      valid: boolean,
    ) {
      const { system, now } = await nextSecond();
      const { validAfter, validBefore } = terms(now);
      await networkHelpers.time.setNextBlockTimestamp(now);
      const payment = pay(system, system.alice, { validAfter, validBefore });
      if (valid) {
        const block = await (await payment).getBlock();
        expect(BigInt(block?.timestamp ?? 0)).to.equal(now);
      } else {
        await expectRevert(payment, system.coin, "ERC3009InvalidAuthorizationTime", [validAfter, validBefore]);
      }
    }

    const cases: [string, (now: bigint) => Pick<Authorization, "validAfter" | "validBefore">, boolean][] = [
      ["refuses at validAfter", (now) => ({ validAfter: now, validBefore: now + 9n }), false],
      ["takes one second after validAfter", (now) => ({ validAfter: now - 1n, validBefore: now + 9n }), true],
      ["refuses at validBefore", (now) => ({ validAfter: 0n, validBefore: now }), false],
      ["takes one second before validBefore", (now) => ({ validAfter: 0n, validBefore: now + 1n }), true],
      ["takes a window of one second", (now) => ({ validAfter: now - 1n, validBefore: now + 1n }), true],
      ["refuses a window of no time", (now) => ({ validAfter: now, validBefore: now }), false],
      ["takes a window without end", () => ({ validAfter: 0n, validBefore: MAX_UINT256 }), true],
      ["refuses a start that never comes", () => ({ validAfter: MAX_UINT256, validBefore: MAX_UINT256 }), false],
      ["reads seconds when only validBefore has bit 47", () => ({ validAfter: 0n, validBefore: BLOCKS }), true],
      ["never starts when only validAfter has bit 47", () => ({ validAfter: BLOCKS, validBefore: 1n << 48n }), false],
    ];
    for (const [effect, terms, valid] of cases) it(effect, () => expectTime(terms, valid));
  });

  describe("given times in blocks", () => {
    const cases: [string, after: bigint, before: bigint, valid: boolean][] = [
      ["refuses in block validAfter", 0n, 9n, false],
      ["takes one block after validAfter", -1n, 9n, true],
      ["refuses in block validBefore", -9n, 0n, false],
      ["takes one block before validBefore", -9n, 1n, true],
    ];
    for (const [effect, after, before, valid] of cases) {
      it(effect, async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        await networkHelpers.mine(20);
        const block = BigInt(await ethers.provider.getBlockNumber()) + 1n;
        const validAfter = BLOCKS | (block + after);
        const validBefore = BLOCKS | (block + before);
        const payment = pay(system, system.alice, { validAfter, validBefore });
        if (valid) {
          expect(BigInt((await payment).blockNumber ?? 0)).to.equal(block);
        } else {
          await expectRevert(payment, system.coin, "ERC3009InvalidAuthorizationTime", [validAfter, validBefore]);
        }
      });
    }
  });

  describe("given nonces", () => {
    const nonces: [string, bigint][] = [
      ["zero", 0n],
      ["random", BigInt(hexlify(randomBytes(32)))],
      ["the highest", MAX_UINT256],
    ];
    for (const [name, number] of nonces) {
      it(`takes ${name} once`, async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const nonce = toBeHex(number, 32);
        expect(await system.coin.authorizationState(system.alice, nonce)).to.equal(false);
        await pay(system, system.alice, { nonce });
        expect(await system.coin.authorizationState(system.alice, nonce)).to.equal(true);
        await expectRevert(pay(system, system.alice, { nonce, value: 1n }), system.coin, "ERC3009UsedAuthorization", [
          system.alice,
          nonce,
        ]);
      });
    }

    it("takes neighbours in one word and across its border, each once", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice } = system;
      const used: bigint[] = [];
      const watched = [0n, 1n, 2n, 254n, 255n, 256n, 257n, 511n, 512n];
      for (const number of [1n, 0n, 255n, 256n, 511n]) {
        await pay(system, alice, { nonce: toBeHex(number, 32), value: 1n });
        used.push(number);
        for (const other of watched) {
          expect(await coin.authorizationState(alice, toBeHex(other, 32))).to.equal(used.includes(other));
        }
      }
      for (const number of used) {
        await expectRevert(pay(system, alice, { nonce: toBeHex(number, 32) }), coin, "ERC3009UsedAuthorization", [
          alice,
          toBeHex(number, 32),
        ]);
      }
    });

    it("keeps the nonces of authorizers apart", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const nonce = toBeHex(7, 32);
      await pay(system, system.alice, { nonce });
      expect(await system.coin.authorizationState(system.holder, nonce)).to.equal(false);
      await expect(pay(system, system.holder, { nonce })).not.to.revert(ethers);
    });

    it("rejects a canceled one", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice, relayer } = system;
      const cancellation = { authorizer: alice.address, nonce: hexlify(randomBytes(32)) };
      const signature = await sign(alice, cancelAuthorizationData(await domainOf(coin), cancellation));
      await cancelAuthorization(coin, relayer, cancellation, signature, form);
      await expectRevert(pay(system, alice, { nonce: cancellation.nonce }), coin, "ERC3009UsedAuthorization", [
        alice,
        cancellation.nonce,
      ]);
    });
  });

  shouldCheckSignatures<Authorization>({
    form,
    prepare: (system, authorizer) => authorizationOf(authorizer, system.bob),
    typedData: dataOf,
    foreignData: [foreignDataOf],
    tampered: ({ stranger, carol }, message) => [
      ["from", { ...message, from: stranger.address }],
      ["to", { ...message, to: carol.address }],
      ["value", { ...message, value: message.value + 1n }],
      ["validAfter", { ...message, validAfter: message.validAfter + 1n }],
      ["validBefore", { ...message, validBefore: message.validBefore + 1n }],
      ["nonce", { ...message, nonce: toBeHex(1, 32) }],
    ],
    submit,
  });
}
