import { Transaction, type Provider } from "ethers";
import { SettlementError } from "./errors.js";

/** What a transaction offers, in wei per gas: a chain with a base fee (EIP-1559), or one without. */
export type Fees = { type: 2; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } | { type: 0; gasPrice: bigint };

/** What blocks take now. */
export interface Market {
  /** What a transaction should offer. */
  fees: Fees;
  /** Base fee of the last block; none on a chain without. */
  baseFee: bigint;
}

/** Fees at which a chain takes transactions now. The maximum lets the base fee double. */
export async function readMarket(provider: Provider): Promise<Market> {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await provider.getFeeData();
  if (maxFeePerGas === null || maxPriorityFeePerGas === null) {
    return { fees: { type: 0, gasPrice: gasPrice ?? 0n }, baseFee: 0n };
  }
  // ethers offers twice the base fee, and the tip.
  const baseFee = (maxFeePerGas - maxPriorityFeePerGas) / 2n;
  return { fees: { type: 2, maxFeePerGas, maxPriorityFeePerGas }, baseFee };
}

/**
 * What a new transaction offers.
 * @param most The most that the account pays, in wei per gas; without end when undefined.
 * @throws SettlementError `FeesTooHigh` when no block would take what is allowed
 */
export function firstOffer({ fees, baseFee }: Market, most: bigint | undefined): Fees {
  const needed = fees.type === 0 ? fees.gasPrice : baseFee + fees.maxPriorityFeePerGas;
  if (isAbove(needed, most)) {
    const message = `Gas costs ${needed} wei, and the gateway pays ${most} at most.`;
    throw new SettlementError("FeesTooHigh", message, undefined, { needed, most });
  }
  return cut(fees, most);
}

/**
 * What a transaction offers in the place of another, which offers less than blocks take now.
 * @param raw The other transaction, serialized.
 * @returns Undefined when the other offers enough, or a dearer one would cost more than allowed.
 */
export function betterOffer(raw: string, market: Market, most: bigint | undefined): Fees | undefined {
  const before = offerOf(raw);
  const { fees, baseFee } = market;
  const takes = fees.type === 0 ? fees.gasPrice : fees.maxPriorityFeePerGas;
  const offers = fees.type === 0 ? before.maximum : least(before.tip, before.maximum - baseFee);
  if (offers >= takes) return undefined;
  const [wanted, needed] = dearer(before, market);
  return isAbove(needed, most) ? undefined : cut(wanted, most);
}

/**
 * What a transaction offers that must take the place of another, however much that offers.
 * @param raw The other transaction, serialized.
 * @returns As much as allowed when that is too little for a node that has the other: a node that never took it is content.
 * @throws SettlementError `FeesTooHigh` when no block would take what is allowed
 */
export function replacingOffer(raw: string, market: Market, most: bigint | undefined): Fees {
  firstOffer(market, most);
  return cut(dearer(offerOf(raw), market)[0], most);
}

interface Offer {
  maximum: bigint;
  tip: bigint;
}

function offerOf(raw: string): Offer {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = Transaction.from(raw);
  return { maximum: maxFeePerGas ?? gasPrice ?? 0n, tip: maxPriorityFeePerGas ?? 0n };
}

/** Nodes want an eighth more of each figure. @returns What is offered best, and the least maximum that does. */
function dearer({ maximum, tip }: Offer, { fees, baseFee }: Market): [Fees, bigint] {
  if (fees.type === 0) {
    const gasPrice = larger(fees.gasPrice, anEighthMore(maximum));
    return [{ type: 0, gasPrice }, gasPrice];
  }
  const maxPriorityFeePerGas = larger(fees.maxPriorityFeePerGas, anEighthMore(tip));
  const needed = larger(anEighthMore(maximum), baseFee + maxPriorityFeePerGas);
  return [{ type: 2, maxPriorityFeePerGas, maxFeePerGas: larger(fees.maxFeePerGas, needed) }, needed];
}

/** No more than allowed. */
function cut(fees: Fees, most: bigint | undefined): Fees {
  if (most === undefined) return fees;
  if (fees.type === 0) return { type: 0, gasPrice: least(fees.gasPrice, most) };
  const maxFeePerGas = least(fees.maxFeePerGas, most);
  return { type: 2, maxFeePerGas, maxPriorityFeePerGas: least(fees.maxPriorityFeePerGas, maxFeePerGas) };
}

function anEighthMore(fee: bigint): bigint {
  return (fee * 9n + 7n) / 8n;
}

function isAbove(fee: bigint, most: bigint | undefined): boolean {
  return most !== undefined && fee > most;
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
