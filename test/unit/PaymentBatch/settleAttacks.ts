import { expect } from "chai";
import { concat, dataSlice, parseEther, toBeHex } from "ethers";
import { gasLimitOf } from "../../../packages/gateway/src/settlement/paymentBatch.js";
import type { Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { batchFixture, madeBy, packed, paymentBy, settle, type BatchSystem } from "../../fixtures/paymentBatch.js";

const Greed = { Burning: 0, Sparing: 1 } as const;

describe("PaymentBatch.settle, attacked", () => {
  let system: BatchSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(batchFixture);
  });

  describe("by the code of a payer (ERC-1271)", () => {
    /** Three by keys, and those of the wallet before, between and behind them. */
    async function mixed(from: string): Promise<{ payments: Payment[]; others: number[] }> {
      const { alice, bob, carol, payee, other } = system;
      const payments = [
        await paymentBy(system, alice, payee, { from }),
        await paymentBy(system, alice, payee),
        await paymentBy(system, alice, payee, { from }),
        await paymentBy(system, bob, payee),
        await paymentBy(system, carol, other),
        await paymentBy(system, alice, other, { from }),
      ];
      return { payments, others: [1, 3, 4] };
    }

    it("makes the payments of a wallet that responds correctly", async () => {
      const { payments } = await mixed(system.wallet.target as string);
      expect(await madeBy(system, settle(system, payments), payments)).to.deep.equal([0, 1, 2, 3, 4, 5]);
    });

    it("leaves the others their gas when the wallet uses up all that it gets", async () => {
      await system.greedy.setGreed(Greed.Burning, 0n);
      const { payments, others } = await mixed(system.greedy.target as string);
      const sent = settle(system, payments, { gasLimit: gasLimitOf(payments) });
      expect(await madeBy(system, sent, payments)).to.deep.equal(others);
    });

    it("leaves the others their gas whatever the wallet leaves", async () => {
      for (const spared of [300n, 1_000n, 3_000n, 20_000n]) {
        await system.greedy.setGreed(Greed.Sparing, spared);
        const { payments, others } = await mixed(system.greedy.target as string);
        const sent = settle(system, payments, { gasLimit: gasLimitOf(payments) });
        expect(await madeBy(system, sent, payments), `${spared} spared`).to.include.members(others);
      }
    });

    it("leaves later groups the gas that was asked for them, and no more was given", async () => {
      await system.greedy.setGreed(Greed.Burning, 0n);
      const { alice, bob, payee, other } = system;
      const greedy = await paymentBy(system, alice, other, { from: system.greedy.target as string });
      const others = await Promise.all(Array.from({ length: 8 }, () => paymentBy(system, bob, payee, { value: 1n })));
      const needed = 10n * (await system.batch.GAS_PER_PAYMENT());
      const sent = settle(system, [greedy, ...others], { gasLimit: needed });
      expect(await madeBy(system, sent, others)).to.have.length(8);
    });

    it("leaves the others their gas with a limit far above what they need", async () => {
      await system.greedy.setGreed(Greed.Burning, 0n);
      const { payments, others } = await mixed(system.greedy.target as string);
      expect(await madeBy(system, settle(system, payments, { gasLimit: 2_000_000n }), payments)).to.deep.equal(others);
    });

    it("makes no payment that the wallet requests during the call", async () => {
      const { coin, batch, greedy, alice, payee, stranger } = system;
      const asked = await paymentBy(system, alice, stranger);
      await greedy.setCall(batch, batch.interface.encodeFunctionData("settle", [packed([asked])]));
      const own = await paymentBy(system, alice, payee, { from: greedy.target as string });
      const sent = settle(system, [own], { gasLimit: 2_000_000n });
      expect(await madeBy(system, sent, [own, asked])).to.deep.equal([0]);
      expect(await coin.balanceOf(stranger)).to.equal(0n);
    });
  });

  describe("by arguments that are encoded in odd ways", () => {
    const word = (value: number | bigint) => toBeHex(value, 32);
    let payment: Payment;
    let bytes: string;

    beforeEach(async () => {
      payment = await paymentBy(system, system.alice, system.payee);
      bytes = packed([payment]);
    });

    const call = (...parts: string[]) =>
      system.caller.sendTransaction({
        to: system.batch,
        data: concat([system.batch.interface.getFunction("settle").selector, ...parts]),
        gasLimit: 1_000_000n,
      });

    async function expectNothing(...parts: string[]): Promise<void> {
      await expect(call(...parts)).to.revert(ethers);
      expect(await system.coin.authorizationState(payment.from, payment.nonce)).to.equal(false);
    }
    const sizeOf = (data: string) => word(ethers.dataLength(data));

    it("reads the bytes from where the offset points, and nothing else", async () => {
      const decoy = packed([await paymentBy(system, system.bob, system.stranger)]);
      await call(word(0x20 + 0x20 + 161), sizeOf(decoy), decoy, sizeOf(bytes), bytes);
      expect(await system.coin.balanceOf(system.payee)).to.equal(parseEther("1"));
      expect(await system.coin.balanceOf(system.stranger)).to.equal(0n);
    });

    it("passes over what lies behind the bytes", async () => {
      const behind = dataSlice(packed([await paymentBy(system, system.bob, system.stranger)]), 0, 22);
      await call(word(0x20), sizeOf(bytes), bytes, behind);
      expect(await system.coin.balanceOf(system.payee)).to.equal(parseEther("1"));
    });

    it("rejects a length that ends within the payment, although its bytes are there", async () => {
      await expectNothing(word(0x20), word(160), bytes);
      await expectNothing(word(0x20), word(22), bytes);
    });

    it("rejects a length beyond the end, however the count agrees with it", async () => {
      const two = concat([dataSlice(bytes, 0, 20), toBeHex(2, 2), dataSlice(bytes, 22)]);
      await expectNothing(word(0x20), word(22 + 2 * 139), two);
      await expectNothing(word(0x20), word(2n ** 64n), bytes);
      await expectNothing(word(0x20), word(2n ** 256n - 1n), bytes);
    });

    it("rejects an offset beyond the end, or to itself", async () => {
      for (const offset of [2n ** 256n - 1n, 2n ** 256n - 0x20n, 2n ** 64n, 0x1000n, 0n]) {
        await expectNothing(word(offset), sizeOf(bytes), bytes);
      }
    });

    it("rejects no arguments, and other functions", async () => {
      await expectNothing();
      await expectNothing(word(0x20));
      await expect(system.caller.sendTransaction({ to: system.batch, data: bytes })).to.revert(ethers);
      await expect(system.caller.sendTransaction({ to: system.batch, value: 1n })).to.revert(ethers);
    });
  });
});
