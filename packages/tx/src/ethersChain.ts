import { keccak256, Transaction, type Provider, type Signer } from "ethers";
import { countWithPending } from "@servicecoin/sdk/internal";
import { TtlCache } from "./async.js";
import type { ConfirmedCount, Progress, Receipt, SignedTransaction, TransactionChain } from "./chain.js";
import { nodeErrorOf } from "./errors.js";
import { bumpedFees, initialFees, readFeeMarket, replacementFees, type FeeMarket, type Fees } from "./fees.js";
import { Surcharge } from "./surcharge.js";

/**
 * Milliseconds for which fees are cached. A base fee rises by one eighth per block, and the initial fees leave room for
 * it to double.
 */
const FEES_TTL = 1_000;
/** Gas of an empty transaction. */
const GAS_EMPTY = 21_000n;

/** What a transaction calls. */
export interface Call {
  to: string;
  data: string;
  /** In wei. Default: 0. */
  value?: bigint | undefined;
  /**
   * Gas of the execution with its calldata; what some chains charge beyond it for data is added. Default: the node's
   * estimate plus one fifth, which fails with the node's error if the call would revert.
   */
  gasLimit?: bigint | undefined;
}

/** A chain and the account that pays the gas. */
export interface EthersChainOptions<Purpose> {
  provider: Provider;
  /** Signs without sending, as a `Wallet` does. Nothing else may use it. */
  signer: Signer;
  /** Address of the account. */
  sender: string;
  chainId: bigint;
  /**
   * Identifies chain, account and use, so that a journal is never used for another one. Default: chain and account.
   */
  identity?: string | undefined;
  /** Confirmations until an end is final. Default: 1. */
  confirmations?: number | undefined;
  /** Fee cap in wei per gas. Default: none. */
  maxFeePerGas?: bigint | undefined;
  /** Returns what the transaction for a purpose calls. May be called again when its fees are bumped. */
  encode: (purpose: Purpose) => Call | Promise<Call>;
}

/** A chain accessed through ethers. */
export class EthersChain<Purpose> implements TransactionChain<Purpose> {
  readonly identity: string;
  private readonly market: TtlCache<FeeMarket>;
  private readonly surcharge: Surcharge;

  constructor(private readonly account: EthersChainOptions<Purpose>) {
    const { provider, chainId, sender, identity = `eip155:${chainId}/${sender}` } = account;
    this.identity = identity.toLowerCase();
    this.market = new TtlCache(() => readFeeMarket(provider), FEES_TTL);
    this.surcharge = new Surcharge(provider, sender);
  }

  transactionCount(): Promise<number> {
    const { provider, sender } = this.account;
    return countWithPending((block) => provider.getTransactionCount(sender, block));
  }

  async confirmedCount(): Promise<ConfirmedCount> {
    const { provider, sender, confirmations = 1 } = this.account;
    const block = Math.max(0, (await provider.getBlockNumber()) - confirmations + 1);
    return { block, count: await provider.getTransactionCount(sender, block) };
  }

  async sign(purpose: Purpose, nonce: number): Promise<SignedTransaction> {
    const fees = initialFees(await this.market.get(), this.account.maxFeePerGas);
    return this.signFor(purpose, nonce, fees);
  }

  async bumpFees(
    purpose: Purpose,
    nonce: number,
    { raw, isEmpty }: SignedTransaction,
  ): Promise<SignedTransaction | undefined> {
    const fees = bumpedFees(raw, await this.market.get(), this.account.maxFeePerGas);
    if (fees === undefined) return undefined;
    return isEmpty ? this.signEmpty(nonce, fees) : this.signFor(purpose, nonce, fees, raw);
  }

  async cancel(nonce: number, { raw }: SignedTransaction): Promise<SignedTransaction> {
    return this.signEmpty(nonce, replacementFees(raw, await this.market.get(), this.account.maxFeePerGas));
  }

  async broadcast({ hash, raw }: SignedTransaction): Promise<void> {
    const { provider } = this.account;
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

  async receipt(hash: string): Promise<Receipt | Progress> {
    const { provider, confirmations = 1 } = this.account;
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt === null) return (await provider.getTransaction(hash)) === null ? "unknown" : "pending";
    const { blockNumber: block, status, logs, gasUsed, fee } = receipt;
    if (confirmations > 1 && (await provider.getBlockNumber()) - block + 1 < confirmations) return "confirming";
    return { hash, block, succeeded: status !== 0, logs, gasUsed, fee };
  }

  /** @param replaced The transaction that this one replaces, serialized: a repeated estimate could fail. */
  private async signFor(purpose: Purpose, nonce: number, fees: Fees, replaced?: string): Promise<SignedTransaction> {
    const call = await this.account.encode(purpose);
    return this.signCall(call, await this.gasLimitOf(call, replaced), nonce, fees);
  }

  /** Uses up the nonce: the account sends nothing to itself. */
  private async signEmpty(nonce: number, fees: Fees): Promise<SignedTransaction> {
    const gasLimit = GAS_EMPTY + (await this.surcharge.of("0x"));
    const signed = await this.signCall({ to: this.account.sender, data: "0x" }, gasLimit, nonce, fees);
    return { ...signed, isEmpty: true };
  }

  private async gasLimitOf({ to, data, value, gasLimit }: Call, replaced: string | undefined): Promise<bigint> {
    if (gasLimit !== undefined) return gasLimit + (await this.surcharge.of(data));
    if (replaced !== undefined) return Transaction.from(replaced).gasLimit;
    const { provider, sender: from } = this.account;
    return ((await provider.estimateGas({ from, to, data, ...(value !== undefined && { value }) })) * 6n) / 5n;
  }

  private async signCall(
    { to, data, value = 0n }: Call,
    gasLimit: bigint,
    nonce: number,
    fees: Fees,
  ): Promise<SignedTransaction> {
    const { signer, chainId } = this.account;
    const raw = await signer.signTransaction({ chainId, nonce, to, data, value, gasLimit, ...fees });
    return { hash: keccak256(raw), raw };
  }
}
