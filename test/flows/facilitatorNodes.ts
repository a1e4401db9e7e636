import { expect } from "chai";
import { JsonRpcProvider, Transaction, type Log, type TransactionReceipt } from "ethers";
import { PaymentChain } from "../../packages/gateway/src/settlement/paymentChain.js";
import { MAX_BATCH } from "../../packages/gateway/src/settlement/paymentBatch.js";
import type { Payment } from "../../packages/gateway/src/settlement/payment.js";
import { cancelAuthorization, signTransfer, submitTransfer } from "../../packages/sdk/src/coin/index.js";
import { PRICE } from "../fixtures/facilitator.js";
import { errorOf, paymentOf, parsePayment } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";

/** Maximum gas of a transaction (EIP-7825), and maximum size in bytes that nodes accept. */
const MAX_GAS = 16_777_216n;
const MAX_BYTES = 131_072;

/** A node whose logs lag behind its state. */
class Lagging extends JsonRpcProvider {
  override getLogs(): Promise<Log[]> {
    return Promise.resolve([]);
  }
}

class Forgetful extends JsonRpcProvider {
  override getTransactionReceipt(): Promise<TransactionReceipt | null> {
    return Promise.resolve(null);
  }
}

onANode("flow: facilitator and its queries of nodes", (live) => {
  const chainOf = async (changes: Partial<ConstructorParameters<typeof PaymentChain>[0]> = {}) => {
    const { addresses, chainId, fromBlock } = await live().client("stranger");
    const signer = live().wallet("stranger");
    return new PaymentChain({
      ...{ provider: live().provider, signer, sender: signer.address, chainId, coin: addresses.ServiceCoin },
      ...{ batch: addresses.PaymentBatch, fromBlock },
      ...changes,
    });
  };

  /** Signs a payment from Alice to Bob. */
  const signed = async (): Promise<Payment & { submit: () => Promise<string> }> => {
    const validBefore = (await live().now()) + 10n ** 6n;
    const to = live().wallet("bob").address;
    const transfer = await signTransfer(await live().client("alice"), { to, amount: PRICE, validBefore });
    const submit = async () => (await submitTransfer(await live().client("carol"), transfer)).hash;
    return { ...parsePayment({ ...transfer.message, signature: transfer.signature, alone: false }), submit };
  };

  it("fits the largest batch into one transaction", async () => {
    const signature = `0x${"12".repeat(64)}1b`;
    const payments = Array.from({ length: MAX_BATCH }, (_, at) => paymentOf(at + 1, { signature }));
    const { raw } = await (await chainOf()).sign(payments, 0);
    expect(Transaction.from(raw).gasLimit <= MAX_GAS).to.equal(true);
    expect(raw.length / 2).to.be.below(MAX_BYTES);
  });

  it("finds a payment that another party submitted long ago, and none that was canceled", async () => {
    const used = await signed();
    const hash = await used.submit();
    const canceled = await signed();
    await cancelAuthorization(await live().client("alice"), { nonce: canceled.nonce });
    const unused = await signed();
    // More blocks than one log query covers.
    await live().node.request("hardhat_mine", ["0xa"]);
    const chain = await chainOf({ blocksAtOnce: 3 });
    expect(await chain.findPayment(used, 0)).to.include({ hash });
    expect(await chain.findPayment({ ...used, value: 1n }, 0)).to.equal(undefined);
    expect(await chain.findPayment(canceled, 0)).to.equal(undefined);
    expect(await chain.findPayment(unused, 0)).to.equal(undefined);
    expect(await chain.revertReason(unused)).to.equal("NotMade");
    expect(await chain.revertReason(used)).to.equal("ERC3009UsedAuthorization");
  });

  it("rejects responses of a node without the event that ended a nonce", async () => {
    const used = await signed();
    await used.submit();
    const unused = await signed();
    for (const Kind of [Lagging, Forgetful]) {
      const provider = new Kind(live().node.url, live().deployment.chainId, { staticNetwork: true });
      const chain = await chainOf({ provider });
      expect(await errorOf(chain.findPayment(used, 0)), Kind.name).to.include({ code: "Unreachable" });
      expect(await chain.findPayment(unused, 0)).to.equal(undefined);
      provider.destroy();
    }
  });

  it("rejects responses of a node that has not reached the block", async () => {
    const unused = await signed();
    const chain = await chainOf();
    const block = await live().provider.getBlockNumber();
    expect(await chain.findPayment(unused, block)).to.equal(undefined);
    expect(await chain.revertReason(unused, block)).to.equal("NotMade");
    expect(await errorOf(chain.findPayment(unused, block + 1))).to.include({ code: "Unreachable" });
    expect(await errorOf(chain.revertReason(unused, block + 1))).to.include({ code: "Unreachable" });
  });

  it("limits the gas of the query for a revert reason to that of the payment", async () => {
    let gas: unknown;
    const provider = new JsonRpcProvider(live().node.url, live().deployment.chainId, { staticNetwork: true });
    const call = provider.call.bind(provider);
    provider.call = (request) => {
      gas = request.gasLimit;
      return call(request);
    };
    expect(await (await chainOf({ provider })).revertReason(await signed())).to.equal("NotMade");
    expect(gas).to.equal(460_000n);
    provider.destroy();
  });

  it("counts the account's confirmed transactions", async () => {
    const { address } = live().wallet("stranger");
    const chain = await chainOf({ confirmations: 3 });
    const before = await live().provider.getTransactionCount(address);
    await live().node.request("hardhat_mine", ["0x5"]);
    await (await live().wallet("stranger").sendTransaction({ to: address })).wait();
    const latest = await live().provider.getBlockNumber();
    expect(await chain.confirmedCount()).to.deep.equal({ block: latest - 2, count: before });
    expect(await (await chainOf()).confirmedCount()).to.deep.equal({ block: latest, count: before + 1 });
    expect(await chain.transactionCount()).to.equal(before + 1);
  });

  it("uses up a nonce with an empty transaction", async () => {
    const chain = await chainOf();
    const { address } = live().wallet("stranger");
    const nonce = await chain.transactionCount();
    const first = await chain.sign([await signed()], nonce);
    const canceling = await chain.cancel(nonce, first);
    expect(canceling).to.include({ isEmpty: true });
    expect(first).not.to.have.property("isEmpty");
    const transaction = Transaction.from(canceling.raw);
    expect(transaction).to.include({ to: address, value: 0n, data: "0x", gasLimit: 21_000n, nonce });
    const before = Transaction.from(first.raw).maxFeePerGas ?? 0n;
    expect((transaction.maxFeePerGas ?? 0n) * 8n >= before * 9n).to.equal(true);
    await chain.broadcast(canceling);
    expect(await chain.receipt(canceling.hash)).to.deep.include({ logs: [], gasUsed: 21_000n });
    // Its nonce is used.
    expect(await errorOf(chain.broadcast(first))).to.include({ code: "Refused" });
  });

  it("bumps the fees of an empty transaction with an empty one", async () => {
    const nonce = await (await chainOf()).transactionCount();
    const payments = [await signed()];
    const canceling = await (await chainOf()).cancel(nonce, await (await chainOf()).sign(payments, nonce));
    await live().node.request("hardhat_setNextBlockBaseFeePerGas", ["0x746a528800"]);
    await live().node.request("evm_mine");
    const bumped = await (await chainOf()).bumpFees(payments, nonce, canceling);
    expect(bumped).to.include({ isEmpty: true });
    expect(Transaction.from(bumped?.raw).data).to.equal("0x");
  });

  it("recognizes a transaction that no node accepts", async () => {
    const chain = await chainOf({ maxFeePerGas: undefined });
    const nonce = await chain.transactionCount();
    const signer = live().wallet("stranger");
    const { chainId } = live().deployment;
    const fees = { type: 2, maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 1n, chainId, nonce, to: signer.address };
    for (const gasLimit of [20_000n, 10n ** 9n]) {
      const raw = await signer.signTransaction({ ...fees, gasLimit });
      const hash = Transaction.from(raw).hash ?? "";
      expect(await errorOf(chain.broadcast({ hash, raw })), String(gasLimit)).to.include({ code: "Unfit" });
    }
    const raw = await signer.signTransaction({ ...fees, maxFeePerGas: 1n, gasLimit: 21_000n });
    const hash = Transaction.from(raw).hash ?? "";
    await live().node.request("hardhat_setNextBlockBaseFeePerGas", ["0x3b9aca00"]);
    await live().node.request("evm_mine");
    expect(await errorOf(chain.broadcast({ hash, raw }))).to.include({ code: "Refused" });
  });
});
