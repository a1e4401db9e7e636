import { isError, keccak256, zeroPadValue, type Provider, type Signer } from "ethers";
import { INTERFACES } from "../../sdk/core/abis.js";
import { toServiceCoinError } from "../../sdk/core/errors.js";
import type { BatchReceipt, SettlementChain, SignedTransaction, Use } from "./chain.js";
import { SettlementError } from "./errors.js";
import { keyOf, type Payment } from "./payment.js";
import { encodePayments, encodeTransfer, gasLimitOf } from "./paymentBatch.js";
import { usesIn } from "./uses.js";

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
  confirmations?: number;
}

/** The chain by way of ethers. */
export class EthersChain implements SettlementChain {
  constructor(private readonly options: EthersChainOptions) {}

  transactionCount(which: "mined" | "all"): Promise<number> {
    const { provider, sender } = this.options;
    return provider.getTransactionCount(sender, which === "mined" ? "latest" : "pending");
  }

  async sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction> {
    const { provider, signer, chainId, coin, batch } = this.options;
    const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await provider.getFeeData();
    const modern = maxFeePerGas !== null && maxPriorityFeePerGas !== null;
    const raw = await signer.signTransaction({
      chainId,
      nonce,
      ...encodePayments({ coin, batch }, payments),
      gasLimit: gasLimitOf(payments),
      ...(modern ? { type: 2, maxFeePerGas, maxPriorityFeePerGas } : { type: 0, gasPrice }),
    });
    return { hash: keccak256(raw), raw };
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

  async receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | "waiting" | "unknown"> {
    const { provider, coin, confirmations = 1 } = this.options;
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt === null) return (await provider.getTransaction(hash)) === null ? "unknown" : "waiting";
    if ((await provider.getBlockNumber()) - receipt.blockNumber + 1 < confirmations) return "waiting";
    return { block: receipt.blockNumber, made: usesIn(receipt.logs, coin, payments) };
  }

  async findUse(payment: Payment): Promise<Use | undefined> {
    const { provider, coin, fromBlock } = this.options;
    const topic = INTERFACES.ServiceCoin.getEvent("AuthorizationUsed")?.topicHash ?? null;
    const topics = [topic, zeroPadValue(payment.from, 32), payment.nonce];
    const [log] = await provider.getLogs({ address: coin, topics, fromBlock, toBlock: "latest" });
    if (!(log as typeof log | undefined)) return undefined;
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
}

/** What a node says only of a transaction that it does not take. */
function isRefusal(error: unknown): boolean {
  return (
    isError(error, "INSUFFICIENT_FUNDS") || isError(error, "NONCE_EXPIRED") || isError(error, "REPLACEMENT_UNDERPRICED")
  );
}
