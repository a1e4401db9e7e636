import { Transaction, type Provider } from "ethers";
import { TransactionError } from "./errors.js";

/** Fees of a transaction in wei per gas, on a chain with a base fee (EIP-1559) or on one without. */
export type Fees = { type: 2; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } | { type: 0; gasPrice: bigint };

/** Current fees on a chain. */
export interface FeeMarket {
  /** Fees that a new transaction should offer. */
  fees: Fees;
  /** Base fee of the latest block; zero on a chain without base fees. */
  baseFee: bigint;
}

/** Reads the current fees. The maximum fee leaves room for the base fee to double. */
export async function readFeeMarket(provider: Provider): Promise<FeeMarket> {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await provider.getFeeData();
  if (maxFeePerGas === null || maxPriorityFeePerGas === null) {
    return { fees: { type: 0, gasPrice: gasPrice ?? 0n }, baseFee: 0n };
  }
  // ethers returns twice the base fee plus the tip.
  const baseFee = (maxFeePerGas - maxPriorityFeePerGas) / 2n;
  return { fees: { type: 2, maxFeePerGas, maxPriorityFeePerGas }, baseFee };
}

/**
 * Returns the fees of a new transaction.
 * @param feeCap Maximum fee that the account pays, in wei per gas. Undefined: no limit.
 * @throws TransactionError `FeesTooHigh` if no block would accept the fee cap
 */
export function initialFees({ fees, baseFee }: FeeMarket, feeCap: bigint | undefined): Fees {
  const needed = fees.type === 0 ? fees.gasPrice : baseFee + fees.maxPriorityFeePerGas;
  if (exceeds(needed, feeCap)) {
    const message = `Gas costs ${needed} wei, above the fee cap of ${feeCap} wei.`;
    throw new TransactionError("FeesTooHigh", message, undefined, { needed, most: feeCap });
  }
  return capFees(fees, feeCap);
}

/**
 * Returns fees that replace a transaction whose fees are below the current ones.
 * @param raw The transaction to replace, serialized.
 * @returns Undefined if its fees suffice, or the price bump would exceed the fee cap.
 */
export function bumpedFees(raw: string, market: FeeMarket, feeCap: bigint | undefined): Fees | undefined {
  const current = offeredFees(raw);
  const { fees, baseFee } = market;
  const required = fees.type === 0 ? fees.gasPrice : fees.maxPriorityFeePerGas;
  const offered = fees.type === 0 ? current.maximum : min(current.tip, current.maximum - baseFee);
  if (offered >= required) return undefined;
  const { bumped, needed } = priceBump(current, market);
  return exceeds(needed, feeCap) ? undefined : capFees(bumped, feeCap);
}

/**
 * Returns fees that replace a transaction even if its fees suffice.
 * @param raw The transaction to replace, serialized.
 * @returns The fee cap if the price bump exceeds it: a node that never had the transaction accepts that.
 * @throws TransactionError `FeesTooHigh` if no block would accept the fee cap
 */
export function replacementFees(raw: string, market: FeeMarket, feeCap: bigint | undefined): Fees {
  initialFees(market, feeCap);
  return capFees(priceBump(offeredFees(raw), market).bumped, feeCap);
}

interface OfferedFees {
  maximum: bigint;
  tip: bigint;
}

function offeredFees(raw: string): OfferedFees {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = Transaction.from(raw);
  return { maximum: maxFeePerGas ?? gasPrice ?? 0n, tip: maxPriorityFeePerGas ?? 0n };
}

/**
 * Raises fees to the current ones, and by at least one eighth: nodes require that of each figure.
 * @returns The best fees, and the lowest maximum fee that suffices.
 */
function priceBump({ maximum, tip }: OfferedFees, { fees, baseFee }: FeeMarket): { bumped: Fees; needed: bigint } {
  if (fees.type === 0) {
    const gasPrice = max(fees.gasPrice, plusOneEighth(maximum));
    return { bumped: { type: 0, gasPrice }, needed: gasPrice };
  }
  const maxPriorityFeePerGas = max(fees.maxPriorityFeePerGas, plusOneEighth(tip));
  const needed = max(plusOneEighth(maximum), baseFee + maxPriorityFeePerGas);
  return { bumped: { type: 2, maxPriorityFeePerGas, maxFeePerGas: max(fees.maxFeePerGas, needed) }, needed };
}

function capFees(fees: Fees, feeCap: bigint | undefined): Fees {
  if (feeCap === undefined) return fees;
  if (fees.type === 0) return { type: 0, gasPrice: min(fees.gasPrice, feeCap) };
  const maxFeePerGas = min(fees.maxFeePerGas, feeCap);
  return { type: 2, maxFeePerGas, maxPriorityFeePerGas: min(fees.maxPriorityFeePerGas, maxFeePerGas) };
}

function plusOneEighth(fee: bigint): bigint {
  return (fee * 9n + 7n) / 8n;
}

function exceeds(fee: bigint, feeCap: bigint | undefined): boolean {
  return feeCap !== undefined && fee > feeCap;
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
