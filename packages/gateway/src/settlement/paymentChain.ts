import { id, zeroPadValue, type Log } from "ethers";
import { toServiceCoinError } from "@servicecoin/sdk";
import { INTERFACES, isRevert, readLogs } from "@servicecoin/sdk/internal";
import { EthersChain, type EthersChainOptions, type Receipt } from "@servicecoin/tx";
import { networkOf } from "../protocol.js";
import type { PaymentLocation, SettlementChain } from "./chain.js";
import { SettlementError } from "./errors.js";
import { keyOf, type Payment } from "./payment.js";
import { encodePayments, encodeTransfer, gasLimitOf, provenPayments } from "./paymentBatch.js";
import { StatePrice } from "./statePrice.js";

/** Topics of the events that end a nonce. */
const ENDS = (["AuthorizationUsed", "AuthorizationCanceled"] as const).map(
  (name) => INTERFACES.ServiceCoin.getEvent(name)?.topicHash ?? id(name),
);

/** A chain and the account that pays the gas. */
export interface PaymentChainOptions extends Omit<EthersChainOptions<never>, "encode" | "identity"> {
  /** Address of ServiceCoin. */
  coin: string;
  /** Address of PaymentBatch. */
  batch: string;
  /** Block of the coin's deployment. */
  fromBlock: number;
  /** Blocks per log query when a payment is looked up. Default: 10,000. */
  blocksAtOnce?: number | undefined;
}

/** A chain on which an account makes payments, accessed through ethers. */
export class PaymentChain extends EthersChain<readonly Payment[]> implements SettlementChain {
  private readonly statePrice: StatePrice;
  /** The last block that a search which failed has not read, by the key of its payment. */
  private readonly unsearched = new Map<string, number>();

  constructor(private readonly options: PaymentChainOptions) {
    const { provider, chainId, coin, batch, sender } = options;
    const statePrice = new StatePrice(provider, sender, coin);
    super({
      ...options,
      identity: `${networkOf(chainId)}/erc20:${coin}/${sender}`,
      encode: async (payments) => ({
        ...encodePayments({ coin, batch }, payments),
        gasLimit: gasLimitOf(payments, await statePrice.perWord()),
      }),
    });
    this.statePrice = statePrice;
  }

  async now(): Promise<bigint> {
    const block = await this.options.provider.getBlock("latest");
    if (block === null) throw new SettlementError("Unreachable", "The node has no latest block.");
    return BigInt(block.timestamp);
  }

  paymentsIn({ logs }: Receipt, payments: readonly Payment[]): ReadonlySet<string> {
    return provenPayments(logs, this.options.coin, payments);
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
