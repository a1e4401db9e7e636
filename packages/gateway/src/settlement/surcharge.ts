import type { Provider } from "ethers";
import { Brief } from "./brief.js";

/** Gas of a transaction that does nothing, where gas is what the execution costs, with the little that some nodes add. */
const PLAIN = 21_100n;
/** It has no code anywhere, so a call of it costs no more than being sent. */
const NOBODY = "0x000000000000000000000000000000000000dEaD";
/** Milliseconds for which a chain counts as one without a surcharge: where there is one, its price changes. */
const LASTS = 60_000;

/**
 * Some chains reckon what a transaction's data costs elsewhere as gas, too, at a price that changes. The gas of payments is reckoned
 * without asking, so that part is asked for, and only where there is one.
 */
export class Surcharge {
  private readonly plain: Brief<bigint>;

  /**
   * @param from The account that sends.
   * @param lasts Milliseconds for which a chain counts as one without.
   */
  constructor(
    private readonly provider: Provider,
    private readonly from: string,
    lasts = LASTS,
  ) {
    this.plain = new Brief(() => this.estimate("0x"), lasts);
  }

  /** Gas beyond the execution, with a fifth to spare; what is not used is not paid. @param data Of the transaction. */
  async of(data: string): Promise<bigint> {
    return (await this.plain.get()) <= PLAIN ? 0n : ((await this.estimate(data)) * 6n) / 5n;
  }

  private estimate(data: string): Promise<bigint> {
    return this.provider.estimateGas({ from: this.from, to: NOBODY, data });
  }
}
