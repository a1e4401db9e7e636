import { expect } from "chai";
import { parseEther, Transaction, Wallet } from "ethers";
import { EthersChain, type Call, type EthersChainOptions } from "../../../packages/tx/src/ethersChain.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { errorOf } from "../../fixtures/gateway.js";

describe("EthersChain", () => {
  const account = new Wallet(ethers.id("account of a transaction manager"));
  const to = Wallet.createRandom().address;

  const chainOf = async (changes: Partial<EthersChainOptions<Call>> = {}) =>
    new EthersChain<Call>({
      ...{ provider: ethers.provider, signer: account, sender: account.address, encode: (call) => call },
      chainId: (await ethers.provider.getNetwork()).chainId,
      ...changes,
    });

  beforeEach(async () => {
    await networkHelpers.loadFixture(funded);
  });

  async function funded(): Promise<void> {
    await networkHelpers.setBalance(account.address, parseEther("1"));
  }

  /** Deploys a contract whose every call reverts. */
  async function revertingContract(): Promise<string> {
    const deployer = await ethers.provider.getSigner();
    const deployment = await deployer.sendTransaction({ data: "0x6005600c60003960056000f360006000fd" });
    return (await deployment.wait())?.contractAddress ?? "";
  }

  it("names chain and account, unless it has another identity", async () => {
    const name = `eip155:31337/${account.address}`.toLowerCase();
    expect([(await chainOf()).identity, (await chainOf({ identity: "Keeper" })).identity]).to.deep.equal([
      name,
      "keeper",
    ]);
  });

  it("sends the call with the estimated gas and a fifth, and returns what it did", async () => {
    const chain = await chainOf();
    const signed = await chain.sign({ to, data: "0x", value: 7n }, await chain.transactionCount());
    expect(Transaction.from(signed.raw)).to.include({ to, value: 7n, nonce: 0 });
    expect(Transaction.from(signed.raw).gasLimit >= 25_200n).to.equal(true);
    expect(await chain.receipt(signed.hash)).to.equal("unknown");
    await chain.broadcast(signed);
    expect(await chain.receipt(signed.hash)).to.deep.include({ hash: signed.hash, succeeded: true, logs: [] });
    expect(await chain.confirmedCount()).to.include({ count: 1 });
    // The node has it already.
    await chain.broadcast(signed);
  });

  it("signs nothing for a call that would revert, and replaces without a new estimate", async () => {
    const chain = await chainOf({ maxFeePerGas: 10n ** 12n });
    expect(await errorOf(chain.sign({ to: await revertingContract(), data: "0x" }, 0))).to.match(/revert/);
    const signed = await chain.sign({ to, data: "0x", gasLimit: 30_000n }, 0);
    await networkHelpers.setNextBlockBaseFeePerGas(10n ** 11n);
    await networkHelpers.mine();
    const bumped = await (await chainOf()).bumpFees({ to, data: "0x" }, 0, signed);
    const [before, after] = [Transaction.from(signed.raw), Transaction.from(bumped?.raw ?? "")];
    expect([after.nonce, after.gasLimit]).to.deep.equal([0, before.gasLimit]);
    expect((after.maxFeePerGas ?? 0n) * 8n >= (before.maxFeePerGas ?? 0n) * 9n).to.equal(true);
  });

  it("reports a transaction that reverted", async () => {
    const chain = await chainOf();
    const signed = await chain.sign({ to: await revertingContract(), data: "0x", gasLimit: 50_000n }, 0);
    await chain.broadcast(signed).catch(() => undefined);
    expect(await chain.receipt(signed.hash)).to.deep.include({ succeeded: false });
  });

  it("cancels with an empty transaction of the account to itself", async () => {
    const chain = await chainOf();
    const canceling = await chain.cancel(0, await chain.sign({ to, data: "0x", value: 1n }, 0));
    expect(canceling.isEmpty).to.equal(true);
    expect(Transaction.from(canceling.raw)).to.include({ to: account.address, data: "0x", value: 0n, nonce: 0 });
    await chain.broadcast(canceling);
    expect(await ethers.provider.getBalance(to)).to.equal(0n);
  });

  it("has no receipt before its confirmations, and none after a reorganization", async () => {
    const chain = await chainOf({ confirmations: 2 });
    const signed = await chain.sign({ to, data: "0x" }, 0);
    const before = await networkHelpers.takeSnapshot();
    await chain.broadcast(signed);
    expect([await chain.receipt(signed.hash), (await chain.confirmedCount()).count]).to.deep.equal(["confirming", 0]);
    await networkHelpers.mine();
    expect(await chain.receipt(signed.hash)).to.deep.include({ succeeded: true });
    expect(await chain.confirmedCount()).to.include({ count: 1 });
    await before.restore();
    expect([await chain.receipt(signed.hash), (await chain.confirmedCount()).count]).to.deep.equal(["unknown", 0]);
  });
});
