import type { Provider } from "ethers";
import { TtlCache } from "./async.js";

/** Gas of an empty transaction on a chain without a surcharge, including the small margin that some nodes add. */
const PLAIN_GAS = 21_100n;
/** An address without code on any chain, so that a call of it costs only the transaction itself. */
const NO_CODE = "0x000000000000000000000000000000000000dEaD";
/** Milliseconds for which a chain is considered free of a surcharge. Where there is one, its price varies. */
const SURCHARGE_TTL = 60_000;

/**
 * Extra gas that some chains charge for the data of a transaction, at a variable price. It is needed for a call whose
 * gas was computed; only this part is estimated by the node, and only where it exists.
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
