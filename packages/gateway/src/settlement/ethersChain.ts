import { id, keccak256, zeroPadValue, type Log, type Provider, type Signer } from "ethers";
import { toServiceCoinError } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { Brief } from "./brief.js";
import type { BatchReceipt, MinedCount, Progress, SettlementChain, SignedTransaction, Use } from "./chain.js";
import { SettlementError } from "./errors.js";
import { betterOffer, firstOffer, readMarket, replacingOffer, type Fees, type Market } from "./fees.js";
import { keyOf, type Payment } from "./payment.js";
import { encodePayments, encodeTransfer, GAS_EMPTY, gasLimitOf } from "./paymentBatch.js";
import { refusalOf } from "./refusals.js";
import { Surcharge } from "./surcharge.js";
import { usesIn } from "./uses.js";

/** Public nodes refuse more. */
const BLOCKS_AT_ONCE = 10_000;

/** Milliseconds for which fees count: a base fee rises by an eighth per block, and a first offer lets it double. */
const MARKET_LASTS = 1_000;

/** Topics of what ends a nonce. */
const ENDS = (["AuthorizationUsed", "AuthorizationCanceled"] as const).map(
  (name) => INTERFACES.ServiceCoin.getEvent(name)?.topicHash ?? id(name),
);

/** A chain and the account that pays the gas. */
export interface EthersChainOptions {
  provider: Provider;
  /** Signs without sending, as a `Wallet` does. It must be used by nothing else. */
  signer: Signer;
  /** Address of the account. */
  sender: string;
  chainId: bigint;
  /** Address of ServiceCoin. */
  coin: string;
  /** Address of PaymentBatch. */
  batch: string;
  /** Block of the coin's deployment. */
  fromBlock: number;
  /** Blocks until an outcome stays, 1 unless told. */
  confirmations?: number | undefined;
  /** How many blocks are asked for at once when a payment is looked for, 10,000 unless told. */
  blocksAtOnce?: number | undefined;
  /** The most that the account pays, in wei per gas; without end unless told. */
  maxFeePerGas?: bigint | undefined;
}

/** The chain by way of ethers. */
export class EthersChain implements SettlementChain {
  readonly identity: string;
  private readonly market: Brief<Market>;
  private readonly surcharge: Surcharge;

  constructor(private readonly options: EthersChainOptions) {
    const { provider, chainId, coin, sender } = options;
    this.identity = `eip155:${chainId}/erc20:${coin}/${sender}`.toLowerCase();
    this.market = new Brief(() => readMarket(provider), MARKET_LASTS);
    this.surcharge = new Surcharge(provider, sender);
  }

  transactionCount(): Promise<number> {
    const { provider, sender } = this.options;
    return provider.getTransactionCount(sender, "pending");
  }

  async mined(): Promise<MinedCount> {
    const { provider, sender, confirmations = 1 } = this.options;
    const block = Math.max(0, (await provider.getBlockNumber()) - confirmations + 1);
    return { block, count: await provider.getTransactionCount(sender, block) };
  }

  async now(): Promise<bigint> {
    const block = await this.options.provider.getBlock("latest");
    if (block === null) throw new SettlementError("Unreachable", "The node has no last block.");
    return BigInt(block.timestamp);
  }

  async sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction> {
    return this.signFor(payments, nonce, firstOffer(await this.market.get(), this.options.maxFeePerGas));
  }

  async outbid(
    payments: readonly Payment[],
    nonce: number,
    { raw, isEmpty }: SignedTransaction,
  ): Promise<SignedTransaction | undefined> {
    const fees = betterOffer(raw, await this.market.get(), this.options.maxFeePerGas);
    return fees && this.signFor(isEmpty ? [] : payments, nonce, fees);
  }

  async cancel(nonce: number, { raw }: SignedTransaction): Promise<SignedTransaction> {
    return this.signFor([], nonce, replacingOffer(raw, await this.market.get(), this.options.maxFeePerGas));
  }

  async broadcast({ hash, raw }: SignedTransaction): Promise<void> {
    const { provider } = this.options;
    try {
      await provider.broadcastTransaction(raw);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      this.market.forget();
      // "Nonce too low" and "already known" are also said of a transaction that was taken before.
      if ((await provider.getTransaction(hash)) !== null) return;
      throw refusal;
    }
  }

  async receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | Progress> {
    const { provider, coin, confirmations = 1 } = this.options;
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt === null) return (await provider.getTransaction(hash)) === null ? "unknown" : "waiting";
    const { blockNumber: block, gasUsed, fee } = receipt;
    if (confirmations > 1 && (await provider.getBlockNumber()) - block + 1 < confirmations) return "confirming";
    return { block, made: usesIn(receipt.logs, coin, payments), gasUsed, fee };
  }

  async findUse(payment: Payment, block: number): Promise<Use | undefined> {
    const { provider, coin } = this.options;
    const latest = await this.latest(block);
    if (!(await this.isEnded(payment, latest))) return undefined;
    const log = await this.findEnd(payment, latest);
    const receipt = log && (await provider.getTransactionReceipt(log.transactionHash));
    // The nonce is used or canceled, so there is an event: a node that does not show it says nothing about who was paid.
    if (!receipt) throw new SettlementError("Unreachable", `The node does not show what ended ${keyOf(payment)}.`);
    if (!usesIn(receipt.logs, coin, [payment]).has(keyOf(payment))) return undefined;
    return { hash: receipt.hash, block: receipt.blockNumber };
  }

  async refusal(payment: Payment, block?: number): Promise<string> {
    const { provider, coin, sender } = this.options;
    const blockTag = block === undefined ? "latest" : await this.latest(block);
    try {
      // As much gas as it is sent with: the payer's code could keep the node busy with more.
      await provider.call({
        ...{ from: sender, to: coin, data: encodeTransfer(payment) },
        ...{ gasLimit: gasLimitOf([{ ...payment, alone: true }]), blockTag },
      });
      // It would work now: it failed for the gas of a wallet, or for what has changed since.
      return "NotMade";
    } catch (error) {
      const { code } = toServiceCoinError(error);
      if (code === "Unreachable" || code === "Timeout" || code === "Unknown") throw error;
      return code;
    }
  }

  /** @param payments None for an empty transaction. */
  private async signFor(payments: readonly Payment[], nonce: number, fees: Fees): Promise<SignedTransaction> {
    const { signer, sender, chainId, coin, batch } = this.options;
    const isEmpty = payments.length === 0;
    const call = isEmpty ? { to: sender, data: "0x" } : encodePayments({ coin, batch }, payments);
    const gas = isEmpty ? GAS_EMPTY : gasLimitOf(payments);
    const gasLimit = gas + (await this.surcharge.of(call.data));
    const raw = await signer.signTransaction({ chainId, nonce, ...call, gasLimit, ...fees });
    return { hash: keccak256(raw), raw, ...(isEmpty && { isEmpty }) };
  }

  /** The last block. What is asked of that very block, a node behind the same address that has not seen it does not answer. */
  private async latest(least: number): Promise<number> {
    const latest = await this.options.provider.getBlockNumber();
    if (latest >= least) return latest;
    throw new SettlementError("Unreachable", `The node is at block ${latest}, and block ${least} is known.`);
  }

  /** Whether the nonce was used or canceled, by the state of that very block. */
  private async isEnded({ from, nonce }: Payment, blockTag: number): Promise<boolean> {
    const { provider, coin } = this.options;
    const data = INTERFACES.ServiceCoin.encodeFunctionData("authorizationState", [from, nonce]);
    return BigInt(await provider.call({ to: coin, data, blockTag })) !== 0n;
  }

  /** The event that used or canceled the nonce: from the block backwards, as it is mostly new, in as many requests as nodes demand. */
  private async findEnd({ from, nonce }: Payment, latest: number): Promise<Log | undefined> {
    const { provider, coin, fromBlock, blocksAtOnce = BLOCKS_AT_ONCE } = this.options;
    const topics = [ENDS, zeroPadValue(from, 32), nonce];
    for (let toBlock = latest; toBlock >= fromBlock; toBlock -= blocksAtOnce) {
      const first = Math.max(fromBlock, toBlock - blocksAtOnce + 1);
      const [log] = await provider.getLogs({ address: coin, topics, fromBlock: first, toBlock });
      if (log as Log | undefined) return log;
    }
    return undefined;
  }
}
