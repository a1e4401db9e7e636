import type { Provider } from "ethers";

/** Gas of a transaction that does nothing, where gas is what the execution costs. */
const PLAIN = 21_000n;
/** It has no code anywhere, so a call of it costs no more than being sent. */
const NOBODY = "0x000000000000000000000000000000000000dEaD";

/**
 * Some chains reckon what a transaction's data costs elsewhere as gas, too, at a price that changes. The gas of payments is reckoned
 * without asking, so that part is asked for, and only where there is one.
 */
export class Surcharge {
  private plain: Promise<bigint> | undefined;

  /** @param from The account that sends. */
  constructor(
    private readonly provider: Provider,
    private readonly from: string,
  ) {}

  /** Gas beyond the execution, with a fifth to spare; what is not used is not paid. @param data Of the transaction. */
  async of(data: string): Promise<bigint> {
    this.plain ??= this.estimate("0x");
    const plain = await this.plain.catch((error: unknown) => {
      this.plain = undefined;
      throw error;
    });
    return plain <= PLAIN ? 0n : ((await this.estimate(data)) * 6n) / 5n;
  }

  private estimate(data: string): Promise<bigint> {
    return this.provider.estimateGas({ from: this.from, to: NOBODY, data });
  }
}
