import type { Provider } from "ethers";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { TtlCache } from "@servicecoin/tx/internal";

/** Gas of an `approve` that writes a new word, beyond the transaction itself, on chains without a price of state. */
const APPROVE_GAS = 30_000n;
/** An address without code on any chain, so that a call of it costs only the transaction itself. */
const NO_CODE = "0x000000000000000000000000000000000000dEaD";
/** Milliseconds for which a price is considered current. */
const PRICE_TTL = 60_000;

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
    ttl = PRICE_TTL,
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
