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
  if (most === undefined) return fees;
  const needed = fees.type === 0 ? fees.gasPrice : baseFee + fees.maxPriorityFeePerGas;
  if (needed > most) {
    const message = `Gas costs ${needed} wei, and the gateway pays ${most} at most.`;
    throw new SettlementError("FeesTooHigh", message, undefined, { needed, most });
  }
  return fees.type === 0 ? fees : { ...fees, maxFeePerGas: least(fees.maxFeePerGas, most) };
}

/**
 * What a transaction offers in the place of another, which offers less than blocks take now. Nodes want an eighth more of each figure.
 * @param raw The other transaction, serialized.
 * @returns Undefined when the other offers enough, or a dearer one would cost more than allowed.
 */
export function betterOffer(raw: string, { fees, baseFee }: Market, most: bigint | undefined): Fees | undefined {
  const before = Transaction.from(raw);
  if (fees.type === 0) {
    const price = before.gasPrice ?? before.maxFeePerGas ?? 0n;
    const gasPrice = larger(fees.gasPrice, anEighthMore(price));
    return fees.gasPrice <= price || isAbove(gasPrice, most) ? undefined : { type: 0, gasPrice };
  }
  const maximum = before.maxFeePerGas ?? 0n;
  const tip = before.maxPriorityFeePerGas ?? 0n;
  const tipNow = least(tip, maximum - baseFee);
  if (tipNow >= fees.maxPriorityFeePerGas) return undefined;
  const maxPriorityFeePerGas = larger(fees.maxPriorityFeePerGas, anEighthMore(tip));
  const leastMaximum = larger(anEighthMore(maximum), baseFee + maxPriorityFeePerGas);
  if (isAbove(leastMaximum, most)) return undefined;
  const wanted = larger(fees.maxFeePerGas, leastMaximum);
  return { type: 2, maxPriorityFeePerGas, maxFeePerGas: most === undefined ? wanted : least(wanted, most) };
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
