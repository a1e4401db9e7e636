import { id, isError, keccak256, zeroPadValue, type Log, type Provider, type Signer } from "ethers";
import { INTERFACES } from "../../sdk/core/abis.js";
import { toServiceCoinError } from "../../sdk/core/errors.js";
import type { BatchReceipt, Progress, SettlementChain, SignedTransaction, Use } from "./chain.js";
import { SettlementError } from "./errors.js";
import { betterOffer, firstOffer, readMarket, type Fees } from "./fees.js";
import { keyOf, type Payment } from "./payment.js";
import { encodePayments, encodeTransfer, gasLimitOf } from "./paymentBatch.js";
import { usesIn } from "./uses.js";

/** Public nodes refuse more. */
const BLOCKS_AT_ONCE = 10_000;

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

  constructor(private readonly options: EthersChainOptions) {
    const { chainId, coin, sender } = options;
    this.identity = `eip155:${chainId}/erc20:${coin}/${sender}`.toLowerCase();
  }

  transactionCount(which: "mined" | "all"): Promise<number> {
    const { provider, sender } = this.options;
    return provider.getTransactionCount(sender, which === "mined" ? "latest" : "pending");
  }

  async sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction> {
    const { provider, maxFeePerGas } = this.options;
    return this.signFor(payments, nonce, firstOffer(await readMarket(provider), maxFeePerGas));
  }

  async outbid(
    payments: readonly Payment[],
    nonce: number,
    { raw }: SignedTransaction,
  ): Promise<SignedTransaction | undefined> {
    const { provider, maxFeePerGas } = this.options;
    const fees = betterOffer(raw, await readMarket(provider), maxFeePerGas);
    return fees && this.signFor(payments, nonce, fees);
  }

  async broadcast({ hash, raw }: SignedTransaction): Promise<void> {
    const { provider } = this.options;
    try {
      await provider.broadcastTransaction(raw);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // "Nonce too low" and "already known" are also said of a transaction that was taken before.
      if ((await provider.getTransaction(hash)) !== null) return;
      throw new SettlementError("Refused", "The node did not take the transaction.", error);
    }
  }

  async receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | Progress> {
    const { provider, coin, confirmations = 1 } = this.options;
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt === null) return (await provider.getTransaction(hash)) === null ? "unknown" : "waiting";
    if ((await provider.getBlockNumber()) - receipt.blockNumber + 1 < confirmations) return "confirming";
    const { blockNumber: block, gasUsed, fee } = receipt;
    return { block, made: usesIn(receipt.logs, coin, payments), gasUsed, fee };
  }

  async findUse(payment: Payment): Promise<Use | undefined> {
    const { provider, coin } = this.options;
    const log = await this.findEnd(payment);
    if (log === undefined) return undefined;
    const receipt = await provider.getTransactionReceipt(log.transactionHash);
    if (receipt === null || !usesIn(receipt.logs, coin, [payment]).has(keyOf(payment))) return undefined;
    return { hash: receipt.hash, block: receipt.blockNumber };
  }

  async refusal(payment: Payment): Promise<string> {
    const { provider, coin, sender } = this.options;
    try {
      await provider.call({ from: sender, to: coin, data: encodeTransfer(payment) });
      // It would work now: it failed for the gas of a wallet, or for what has changed since.
      return "NotMade";
    } catch (error) {
      const { code } = toServiceCoinError(error);
      if (code === "Unreachable" || code === "Timeout" || code === "Unknown") throw error;
      return code;
    }
  }

  private async signFor(payments: readonly Payment[], nonce: number, fees: Fees): Promise<SignedTransaction> {
    const { signer, chainId, coin, batch } = this.options;
    const raw = await signer.signTransaction({
      chainId,
      nonce,
      ...encodePayments({ coin, batch }, payments),
      gasLimit: gasLimitOf(payments),
      ...fees,
    });
    return { hash: keccak256(raw), raw };
  }

  /** The event that used or canceled the nonce: from now backwards, as it is mostly new, in as many requests as nodes demand. */
  private async findEnd({ from, nonce }: Payment): Promise<Log | undefined> {
    const { provider, coin, fromBlock, blocksAtOnce = BLOCKS_AT_ONCE } = this.options;
    const state = INTERFACES.ServiceCoin.encodeFunctionData("authorizationState", [from, nonce]);
    if (BigInt(await provider.call({ to: coin, data: state })) === 0n) return undefined;
    const topics = [ENDS, zeroPadValue(from, 32), nonce];
    for (let toBlock = await provider.getBlockNumber(); toBlock >= fromBlock; toBlock -= blocksAtOnce) {
      const first = Math.max(fromBlock, toBlock - blocksAtOnce + 1);
      const [log] = await provider.getLogs({ address: coin, topics, fromBlock: first, toBlock });
      if (log as Log | undefined) return log;
    }
    return undefined;
  }
}

/** What a node says only of a transaction that it does not take. */
function isRefusal(error: unknown): boolean {
  return (
    isError(error, "INSUFFICIENT_FUNDS") || isError(error, "NONCE_EXPIRED") || isError(error, "REPLACEMENT_UNDERPRICED")
  );
}
