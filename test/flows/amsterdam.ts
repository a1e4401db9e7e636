import { expect } from "chai";
import { parseEther } from "ethers";
import { network } from "hardhat";
import { localAccount } from "../../ignition/localAccounts.js";
import { PaymentChain } from "../../packages/gateway/src/settlement/paymentChain.js";
import type { Payment } from "../../packages/gateway/src/settlement/payment.js";
import { gasLimitOf } from "../../packages/gateway/src/settlement/paymentBatch.js";
import {
  createClient,
  openOrder,
  draftOrder,
  parseScv,
  readDeal,
  releaseOrder,
  signTransfer,
  transfer,
} from "@servicecoin/sdk";
import { parametersOf, type Connection } from "../../scripts/lib/chain.js";
import { deploySystem, type DeployedSystem } from "../../scripts/lib/deploySystem.js";
import { estimateCost } from "../../scripts/lib/estimate.js";
import { estimateGas } from "../../scripts/lib/estimateGas.js";
import { makePlan } from "../../scripts/lib/plan.js";
import { parsePayment } from "../fixtures/gateway.js";
import { accountsOf } from "../fixtures/accounts.js";

/** The limit of a transaction's gas that EIP-7825 sets, which does not count the gas for state (EIP-8037). */
const LIMIT = 2n ** 24n;
const BLOCK = 60_000_000n;

/** The fork after Osaka, in which state has a price of its own: new contracts and accounts cost several times as much. */
describe("flow: a chain with the rules of Amsterdam", function () {
  let connection: Connection;
  let system: DeployedSystem;

  before(async () => {
    connection = await network.create({
      network: "default",
      override: { hardfork: "amsterdam", blockGasLimit: BLOCK, transactionGasCap: BLOCK },
    });
    system = await deploySystem(connection);
  });

  it("deploys the system, though contracts need more gas than a transaction had before", () => {
    expect(BigInt(system.record.contracts.PaymentHub.gasUsed) > LIMIT).to.equal(true);
    expect(system.record.transactions).to.equal(19);
  });

  it("estimates at least what the deployment costs", async () => {
    const { ethers } = connection;
    const accounts = (await ethers.getSigners()).map(({ address }) => address);
    const plan = makePlan(parametersOf("default"), "default", accounts);
    const { maxFeePerGas } = await ethers.provider.getFeeData();
    const estimated = (await estimateCost(connection, plan, system.deployer)) / (maxFeePerGas ?? 1n);
    expect(estimated >= BigInt(system.record.gasUsed)).to.equal(true);
    expect(estimated < 2n * BigInt(system.record.gasUsed)).to.equal(true);
  });

  it("estimates what lies above the old limit, though by itself the node looks only below it", async () => {
    const { provider, ethers } = await network.create({ network: "default", override: { hardfork: "amsterdam" } });
    const [{ address: from }] = await accountsOf(ethers);
    const factory = await ethers.getContractFactory("PaymentHub");
    const { data } = await factory.getDeployTransaction(from, from, from);
    const refused: unknown = await provider
      .request({ method: "eth_estimateGas", params: [{ from, data }] })
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Error);
    expect(BigInt(await estimateGas(provider, [{ from, data }])) > LIMIT).to.equal(true);
  });

  it("reports a call that fails whatever it gets", async () => {
    const data = "0xfe";
    const failed: unknown = await estimateGas(connection.provider, [{ from: system.deployer, data }]).catch(
      (error: unknown) => error,
    );
    expect(failed).to.be.instanceOf(Error);
  });

  it("pays new holders, and opens and releases orders", async () => {
    const [, alice, , , , , , , provider] = await accountsOf(connection.ethers);
    const client = createClient(alice, system.record);
    const newcomer = `0x${"77".repeat(20)}`;
    await transfer(client, { to: newcomer, amount: parseScv("1") });
    expect(await system.coin.balanceOf(newcomer)).to.equal(parseEther("1"));
    const deal = await draftOrder(client, { payee: provider.address, price: parseScv("2") });
    const { dealId } = await openOrder(client, { deal });
    await releaseOrder(client, { deal });
    expect((await readDeal(client, dealId)).paid).to.equal(parseScv("2"));
  });

  it("settles payments to new holders in one batch, each with enough gas", async () => {
    const { ethers } = connection;
    const [, alice, , , , , relayer] = await accountsOf(ethers);
    const signer = localAccount(6).connect(ethers.provider);
    expect(signer.address).to.equal(relayer.address);
    const client = createClient(alice, system.record);
    const { chainId, addresses, fromBlock } = client;
    const payments: Payment[] = [];
    for (let index = 0; index < 5; index++) {
      const to = `0x${(0x8800 + index).toString(16).padStart(40, "0")}`;
      const validBefore = BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0) + 10_000n;
      const { message, signature } = await signTransfer(client, { to, amount: 7n, validBefore });
      payments.push(parsePayment({ ...message, signature, alone: false }));
    }
    const chain = new PaymentChain({
      ...{ provider: ethers.provider, signer, sender: signer.address, chainId, fromBlock },
      ...{ coin: addresses.ServiceCoin, batch: addresses.PaymentBatch },
    });
    const signed = await chain.sign(payments, await chain.transactionCount());
    await chain.broadcast(signed);
    const receipt = await chain.receipt(signed.hash);
    if (typeof receipt === "string") throw new Error(`the transaction is ${receipt}`);
    expect(chain.paymentsIn(receipt, payments).size).to.equal(payments.length);
    // Under the rules before, this limit was enough for as many payments.
    expect(receipt.gasUsed > gasLimitOf(payments)).to.equal(true);
  });
});
