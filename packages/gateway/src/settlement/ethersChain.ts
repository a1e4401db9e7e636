import { id, keccak256, zeroPadValue, type Log, type Provider, type Signer } from "ethers";
import { toServiceCoinError } from "@servicecoin/sdk";
import { countWithPending, INTERFACES, isRevert, readLogs } from "@servicecoin/sdk/internal";
import { networkOf } from "../protocol.js";
import { TtlCache } from "./async.js";
import type {
  BatchReceipt,
  ConfirmedCount,
  PaymentLocation,
  Progress,
  SettlementChain,
  SignedTransaction,
} from "./chain.js";
import { nodeErrorOf, SettlementError } from "./errors.js";
import {
  bumpedFees,
  initialFees,
  readFeeMarket,
  replacementFees,
  StatePrice,
  Surcharge,
  type FeeMarket,
  type Fees,
} from "./fees.js";
import { keyOf, type Payment } from "./payment.js";
import { encodePayments, encodeTransfer, GAS_EMPTY, gasLimitOf, provenPayments } from "./paymentBatch.js";

/**
 * Milliseconds for which fees are cached. A base fee rises by one eighth per block, and the initial fees leave room for
 * it to double.
 */
const FEES_TTL = 1_000;

/** Topics of the events that end a nonce. */
const ENDS = (["AuthorizationUsed", "AuthorizationCanceled"] as const).map(
  (name) => INTERFACES.ServiceCoin.getEvent(name)?.topicHash ?? id(name),
);

/** A chain and the account that pays the gas. */
export interface EthersChainOptions {
  provider: Provider;
  /** Signs without sending, as a `Wallet` does. Nothing else may use it. */
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
  /** Confirmations until an outcome is final. Default: 1. */
  confirmations?: number | undefined;
  /** Blocks per log query when a payment is looked up. Default: 10,000. */
  blocksAtOnce?: number | undefined;
  /** Fee cap in wei per gas. Default: none. */
  maxFeePerGas?: bigint | undefined;
}

/** A chain accessed through ethers. */
export class EthersChain implements SettlementChain {
  readonly identity: string;
  private readonly market: TtlCache<FeeMarket>;
  private readonly surcharge: Surcharge;
  private readonly statePrice: StatePrice;
  /** The last block that a search which failed has not read, by the key of its payment. */
  private readonly unsearched = new Map<string, number>();

  constructor(private readonly options: EthersChainOptions) {
    const { provider, chainId, coin, sender } = options;
    this.identity = `${networkOf(chainId)}/erc20:${coin}/${sender}`.toLowerCase();
    this.market = new TtlCache(() => readFeeMarket(provider), FEES_TTL);
    this.surcharge = new Surcharge(provider, sender);
    this.statePrice = new StatePrice(provider, sender, coin);
  }

  transactionCount(): Promise<number> {
    const { provider, sender } = this.options;
    return countWithPending((block) => provider.getTransactionCount(sender, block));
  }

  async confirmedCount(): Promise<ConfirmedCount> {
    const { provider, sender, confirmations = 1 } = this.options;
    const block = Math.max(0, (await provider.getBlockNumber()) - confirmations + 1);
    return { block, count: await provider.getTransactionCount(sender, block) };
  }

  async now(): Promise<bigint> {
    const block = await this.options.provider.getBlock("latest");
    if (block === null) throw new SettlementError("Unreachable", "The node has no latest block.");
    return BigInt(block.timestamp);
  }

  async sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction> {
    return this.signFor(payments, nonce, initialFees(await this.market.get(), this.options.maxFeePerGas));
  }

  async bumpFees(
    payments: readonly Payment[],
    nonce: number,
    { raw, isEmpty }: SignedTransaction,
  ): Promise<SignedTransaction | undefined> {
    const fees = bumpedFees(raw, await this.market.get(), this.options.maxFeePerGas);
    return fees && this.signFor(isEmpty ? [] : payments, nonce, fees);
  }

  async cancel(nonce: number, { raw }: SignedTransaction): Promise<SignedTransaction> {
    return this.signFor([], nonce, replacementFees(raw, await this.market.get(), this.options.maxFeePerGas));
  }

  async broadcast({ hash, raw }: SignedTransaction): Promise<void> {
    const { provider } = this.options;
    try {
      await provider.broadcastTransaction(raw);
    } catch (error) {
      const rejection = nodeErrorOf(error);
      if (rejection === undefined) throw error;
      this.market.clear();
      // Nodes also return "nonce too low" and "already known" for a transaction that they accepted earlier.
      if ((await provider.getTransaction(hash)) !== null) return;
      throw rejection;
    }
  }

  async receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | Progress> {
    const { provider, coin, confirmations = 1 } = this.options;
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt === null) return (await provider.getTransaction(hash)) === null ? "unknown" : "pending";
    const { blockNumber: block, gasUsed, fee } = receipt;
    if (confirmations > 1 && (await provider.getBlockNumber()) - block + 1 < confirmations) return "confirming";
    return { block, made: provenPayments(receipt.logs, coin, payments), gasUsed, fee };
  }

  async findPayment(payment: Payment, block: number): Promise<PaymentLocation | undefined> {
    const { provider, coin } = this.options;
    const latest = await this.latest(block);
    if (!(await this.isEnded(payment, latest))) return undefined;
    const log = await this.findEnd(payment, latest);
    const receipt = log && (await provider.getTransactionReceipt(log.transactionHash));
    // The nonce is used or canceled, so there must be an event. A node that lacks it cannot prove who was paid.
    if (!receipt) throw new SettlementError("Unreachable", `The node returns no event that ends ${keyOf(payment)}.`);
    if (!provenPayments(receipt.logs, coin, [payment]).has(keyOf(payment))) return undefined;
    return { hash: receipt.hash, block: receipt.blockNumber };
  }

  async revertReason(payment: Payment, block?: number): Promise<string> {
    const { provider, coin, sender } = this.options;
    const blockTag = block === undefined ? "latest" : await this.latest(block);
    try {
      // The same gas as the real transaction: with more, the payer's code could keep the node busy.
      await provider.call({
        ...{ from: sender, to: coin, data: encodeTransfer(payment) },
        ...{ gasLimit: gasLimitOf([{ ...payment, alone: true }], await this.statePrice.perWord()), blockTag },
      });
      // It would succeed now. It failed because a wallet ran out of gas, or the state has changed since.
      return "NotMade";
    } catch (error) {
      if (!isRevert(error)) throw error;
      const { code } = toServiceCoinError(error);
      // The coin has one error for both bounds of the validity.
      const isTooEarly = code === "ERC3009InvalidAuthorizationTime" && payment.validBefore > (await this.now());
      return isTooEarly ? "NotValidYet" : code;
    }
  }

  /** @param payments Empty for an empty transaction. */
  private async signFor(payments: readonly Payment[], nonce: number, fees: Fees): Promise<SignedTransaction> {
    const { signer, sender, chainId, coin, batch } = this.options;
    const isEmpty = payments.length === 0;
    const call = isEmpty ? { to: sender, data: "0x" } : encodePayments({ coin, batch }, payments);
    const gas = isEmpty ? GAS_EMPTY : gasLimitOf(payments, await this.statePrice.perWord());
    const gasLimit = gas + (await this.surcharge.of(call.data));
    const raw = await signer.signTransaction({ chainId, nonce, ...call, gasLimit, ...fees });
    return { hash: keccak256(raw), raw, ...(isEmpty && { isEmpty }) };
  }

  /**
   * Returns the latest block. Queries pin it, so that a lagging node behind the same address fails instead of returning
   * old state.
   */
  private async latest(minimum: number): Promise<number> {
    const latest = await this.options.provider.getBlockNumber();
    if (latest >= minimum) return latest;
    throw new SettlementError("Unreachable", `The node is at block ${latest}, behind known block ${minimum}.`);
  }

  /** Returns whether the nonce is used or canceled in the state of that block. */
  private async isEnded({ from, nonce }: Payment, blockTag: number): Promise<boolean> {
    const { provider, coin } = this.options;
    const data = INTERFACES.ServiceCoin.encodeFunctionData("authorizationState", [from, nonce]);
    return BigInt(await provider.call({ to: coin, data, blockTag })) !== 0n;
  }

  /**
   * Finds the event that used or canceled the nonce. Searches backwards, as it is usually recent, in ranges that nodes
   * allow. After a failure, the next search continues where this one ended.
   */
  private async findEnd(payment: Payment, latest: number): Promise<Log | undefined> {
    const { provider, coin, fromBlock, blocksAtOnce } = this.options;
    const key = keyOf(payment);
    const topics = [ENDS, zeroPadValue(payment.from, 32), payment.nonce];
    const range = { from: fromBlock, to: this.unsearched.get(key) ?? latest, span: blocksAtOnce, newestFirst: true };
    for await (const { logs, from } of readLogs(provider, { addresses: coin, topics, ...range })) {
      this.unsearched.set(key, from - 1);
      if (logs.length === 0) continue;
      this.unsearched.delete(key);
      return logs[0];
    }
    // A reorganization may have moved the event to a block that was searched before.
    this.unsearched.delete(key);
    return undefined;
  }
}
