import { expect } from "chai";
import { parseEther, toBeHex, Wallet } from "ethers";
import { gasLimitOf } from "../../../packages/gateway/src/settlement/paymentBatch.js";
import type { Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { batchFixture, madeBy, packed, paymentBy, settle, type BatchSystem } from "../../fixtures/paymentBatch.js";

describe("PaymentBatch.settle, gas", () => {
  let system: BatchSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(batchFixture);
  });

  /** The dearest payments there are: every payer, nonce and payee is new. */
  async function dear(count: number): Promise<Payment[]> {
    const payments: Payment[] = [];
    for (let number = 0; number < count; number++) {
      const payer = new Wallet(ethers.id(`payer ${number}`));
      await system.coin.transfer(payer, parseEther("0.1"));
      payments.push(await paymentBy(system, payer, toBeHex(0xabc000 + number, 20), { value: parseEther("0.1") - 1n }));
    }
    return payments;
  }

  async function expectAllMade(payments: readonly Payment[], gasLimit: bigint): Promise<void> {
    const made = await madeBy(system, settle(system, payments, { gasLimit }), payments);
    expect(made).to.have.length(payments.length);
  }

  /** The least gas with which the transaction succeeds: what a node may estimate. */
  async function leastGas(payments: readonly Payment[]): Promise<bigint> {
    const { batch, caller } = system;
    let [least, most] = [0n, gasLimitOf(payments)];
    while (most - least > 50n) {
      const gasLimit = (least + most) / 2n;
      const call = batch.connect(caller).settle.staticCall(packed(payments), { gasLimit });
      if (await call.then(() => true).catch(() => false)) most = gasLimit;
      else least = gasLimit;
    }
    return most;
  }

  for (const count of [1, 2, 3, 4, 5, 6, 7, 10]) {
    it(`suffices for all of ${count} to as many payees when the transaction succeeds at all`, async () => {
      const payments = await dear(count);
      await expectAllMade(payments, await leastGas(payments));
    });

    it(`suffices for ${count} to one payee when a node estimates it`, async () => {
      const payments = await Promise.all(
        Array.from({ length: count }, () => paymentBy(system, system.alice, system.payee, { value: 1n })),
      );
      const estimated = await system.batch.connect(system.caller).settle.estimateGas(packed(payments));
      await expectAllMade(payments, estimated);
    });
  }

  for (const sizes of [
    [2, 1],
    [1, 2],
    [3, 1, 1],
    [1, 1, 3, 1],
    [2, 2, 2],
    [1, 5],
    [5, 1],
    [1, 1, 1, 1, 2],
  ]) {
    it(`suffices for groups of ${sizes.join(", ")} when the transaction succeeds at all`, async () => {
      const payments = await dear(sizes.reduce((sum, size) => sum + size));
      const grouped: Payment[] = [];
      for (const [group, size] of sizes.entries()) {
        const to = toBeHex(0xdef000 + group, 20);
        for (let number = 0; number < size; number++) {
          const payer = new Wallet(ethers.id(`payer ${grouped.length}`));
          grouped.push(await paymentBy(system, payer, to, { value: parseEther("0.1") - 1n }));
        }
      }
      expect(grouped).to.have.length(payments.length);
      await expectAllMade(grouped, await leastGas(grouped));
    });
  }

  it("suffices when it is reckoned", async () => {
    const payments = await dear(30);
    await expectAllMade(payments, gasLimitOf(payments));
  });

  it("rejects less than all need, and says how much", async () => {
    const payments = await dear(3);
    const each = await system.batch.GAS_PER_PAYMENT();
    await expectRevert(settle(system, payments, { gasLimit: 190_000n }), system.batch, "PaymentBatchInsufficientGas", [
      (left: bigint) => left < 3n * each && left > 150_000n,
      3n * each,
    ]);
  });
});
