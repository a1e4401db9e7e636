import { expect } from "chai";
import { parseEther, Transaction, Wallet } from "ethers";
import { PaymentChain } from "../../../packages/gateway/src/settlement/paymentChain.js";
import { keyOf, type Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { gasLimitOf } from "../../../packages/gateway/src/settlement/paymentBatch.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { batchFixture, paymentBy, type BatchSystem } from "../../fixtures/paymentBatch.js";

describe("PaymentChain: signed transactions", () => {
  const gateway = new Wallet(ethers.id("gateway"));
  let system: BatchSystem;
  let chain: PaymentChain;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(batchFixture);
    await networkHelpers.setBalance(gateway.address, parseEther("1"));
    chain = new PaymentChain({
      provider: ethers.provider,
      signer: gateway,
      sender: gateway.address,
      chainId: (await ethers.provider.getNetwork()).chainId,
      coin: system.coin.target as string,
      batch: system.batch.target as string,
      fromBlock: 0,
    });
  });

  async function send(payments: Payment[]) {
    const signed = await chain.sign(payments, 0);
    await chain.broadcast(signed);
    const receipt = await chain.receipt(signed.hash);
    if (typeof receipt === "string") throw new Error(`The transaction is ${receipt}.`);
    return { made: chain.paymentsIn(receipt, payments), transaction: Transaction.from(signed.raw) };
  }

  it("makes several payments through the batch, except those that the coin rejects", async () => {
    const { alice, bob, carol, payee, other, batch } = system;
    const [first, third] = [await paymentBy(system, alice, payee), await paymentBy(system, carol, other)];
    const payments = [first, await paymentBy(system, bob, other, { value: parseEther("11") }), third];
    const { made, transaction } = await send(payments);
    expect(transaction).to.include({ to: batch.target, gasLimit: gasLimitOf(payments) });
    expect(made).to.deep.equal(new Set([keyOf(first), keyOf(third)]));
  });

  it("makes a single payment through the coin, even one too wide for a batch", async () => {
    const { alice, payee, coin } = system;
    const payment = await paymentBy(system, alice, payee, { validBefore: 2n ** 200n, alone: true });
    const { made, transaction } = await send([payment]);
    expect(transaction.to).to.equal(coin.target);
    expect(made).to.deep.equal(new Set([keyOf(payment)]));
  });

  it("makes the payment of a smart wallet through the coin", async () => {
    const { alice, payee, wallet } = system;
    const payment = await paymentBy(system, alice, payee, { from: wallet.target as string, alone: true });
    expect((await send([payment])).made).to.deep.equal(new Set([keyOf(payment)]));
  });
});
