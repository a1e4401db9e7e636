import { Transaction, type Provider } from "ethers";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { TtlCache } from "./async.js";
import { SettlementError } from "./errors.js";

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
 * @throws SettlementError `FeesTooHigh` if no block would accept the fee cap
 */
export function initialFees({ fees, baseFee }: FeeMarket, feeCap: bigint | undefined): Fees {
  const needed = fees.type === 0 ? fees.gasPrice : baseFee + fees.maxPriorityFeePerGas;
  if (exceeds(needed, feeCap)) {
    const message = `Gas costs ${needed} wei, above the gateway's fee cap of ${feeCap} wei.`;
    throw new SettlementError("FeesTooHigh", message, undefined, { needed, most: feeCap });
  }
  return capFees(fees, feeCap);
}

/**
 * Returns fees that replace a transaction whose fees are below the current ones.
 * @param raw The transaction to replace, serialized.
 * @returns Undefined if its fees suffice, or the fee bump would exceed the fee cap.
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
 * @throws SettlementError `FeesTooHigh` if no block would accept the fee cap
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

/** Gas of an empty transaction on a chain without a surcharge, including the small margin that some nodes add. */
const PLAIN_GAS = 21_100n;
/** An address without code on any chain, so that a call of it costs only the transaction itself. */
const NO_CODE = "0x000000000000000000000000000000000000dEaD";
/** Milliseconds for which a chain is considered free of a surcharge. Where there is one, its price varies. */
const SURCHARGE_TTL = 60_000;

/**
 * Extra gas that some chains charge for the data of a transaction, at a variable price. The gateway computes the gas of
 * payments itself; only this part is estimated by the node, and only where it exists.
 */
export class Surcharge {
  private readonly plain: TtlCache<bigint>;

  /**
   * @param from The account that sends.
   * @param ttl Milliseconds for which a chain is considered free of a surcharge.
   */
  constructor(
    private readonly provider: Provider,
    private readonly from: string,
    ttl = SURCHARGE_TTL,
  ) {
    this.plain = new TtlCache(() => this.estimate("0x"), ttl);
  }

  /**
   * Returns the gas beyond the execution, plus one fifth as a margin. Unused gas is not paid.
   * @param data Of the transaction.
   */
  async of(data: string): Promise<bigint> {
    return (await this.plain.get()) <= PLAIN_GAS ? 0n : ((await this.estimate(data)) * 6n) / 5n;
  }

  private estimate(data: string): Promise<bigint> {
    return this.provider.estimateGas({ from: this.from, to: NO_CODE, data });
  }
}

/** Gas of an `approve` that writes a new word, beyond the transaction itself, on chains without a price of state. */
const APPROVE_GAS = 30_000n;

/**
 * What a new word of storage costs beyond the 22,100 gas of today's rules. Coming rules charge for each byte by which
 * the state grows (EIP-8037), at a price that may change with the gas limit of the block.
 */
export class StatePrice {
  private readonly extra: TtlCache<bigint>;

  /**
   * @param from The account that sends.
   * @param coin Address of ServiceCoin, in which the account approves a spender for the estimate only.
   * @param ttl Milliseconds for which the price is cached.
   */
  constructor(
    private readonly provider: Provider,
    private readonly from: string,
    private readonly coin: string,
    ttl = SURCHARGE_TTL,
  ) {
    this.extra = new TtlCache(() => this.estimate(), ttl);
  }

  /** Returns the extra gas per new word, plus one fifth as a margin; 0 under today's rules. */
  async perWord(): Promise<bigint> {
    const extra = await this.extra.get();
    return extra > 0n ? (extra * 6n) / 5n : 0n;
  }

  private async estimate(): Promise<bigint> {
    const data = INTERFACES.ServiceCoin.encodeFunctionData("approve", [NO_CODE, 1n]);
    const gasOf = (to: string) => this.provider.estimateGas({ from: this.from, to, data });
    // The same data to an account without code costs the transaction alone, with any surcharge for data.
    const [writing, sending] = await Promise.all([gasOf(this.coin), gasOf(NO_CODE)]);
    return writing - sending - APPROVE_GAS;
  }
}
