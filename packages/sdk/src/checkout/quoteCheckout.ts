import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import type { EtherLimit } from "./etherLimit.js";

/** Price impact above which a buyer should be warned, in basis points. */
export const HIGH_PRICE_IMPACT = 200n;

/** Default for how much the price may rise until the payment is mined, in basis points. */
export const SLIPPAGE = 100n;

/** Default time in which the payment must be mined, in seconds. */
export const CHECKOUT_VALID_FOR = 1_200n;

const BASIS = 10_000n;

/** The pair's fee, in thousandths of the input. */
const PAIR_FEE = 3n;

/** What to buy. */
export interface CheckoutRequest {
  /** Base units of SCV, more than 0. */
  amount: bigint;
  /** How much the price may rise until the payment is mined, in basis points. Default: `SLIPPAGE`. */
  slippageBps?: bigint | undefined;
  /** Seconds in which the payment must be mined. Default: `CHECKOUT_VALID_FOR`. */
  validFor?: bigint | undefined;
}

/** The price of SCV in ether. Pass it as `withEther` to the action that pays. */
export interface CheckoutQuote extends EtherLimit {
  /** Base units of SCV. */
  amount: bigint;
  /** Wei that they cost now, with the pair's fee. */
  input: bigint;
  /** The pair's fee within `input`, in wei. */
  pairFee: bigint;
  /** How far the purchase itself moves the price it pays above that of the pair, in basis points, without the fee. */
  priceImpactBps: bigint;
  /** Whether the price impact is above `HIGH_PRICE_IMPACT`: buy less, or elsewhere. */
  isPriceImpactHigh: boolean;
  /** Base units of SCV in the pair. */
  coinReserve: bigint;
  /** Wei in the pair. */
  etherReserve: bigint;
}

/**
 * Returns what an amount of SCV costs in ether now, by the trading pair (Uniswap V2). Others can trade before the
 * payment is mined: `maxInput` is the most that it can cost, and what is not needed comes back.
 * @throws ServiceCoinError `CheckoutZeroAmount`, `CheckoutInsufficientLiquidity`, `InvalidArgument`
 * @example
 * ```ts
 * const withEther = await quoteCheckout(client, { amount: deal.price });
 * console.log("At most", ethers.formatEther(withEther.maxInput), "ether");
 * const { dealId } = await openOrder(client, { deal, withEther });
 * ```
 */
export async function quoteCheckout(
  client: Client,
  { amount, slippageBps = SLIPPAGE, validFor = CHECKOUT_VALID_FOR }: CheckoutRequest,
): Promise<CheckoutQuote> {
  if (slippageBps < 0n || slippageBps > BASIS) {
    throw new ServiceCoinError("InvalidArgument", { argument: "slippageBps", value: slippageBps });
  }
  if (validFor <= 0n) throw new ServiceCoinError("InvalidArgument", { argument: "validFor", value: validFor });
  return withErrors(async () => {
    const [input, [coinReserve, etherReserve], now] = await Promise.all([
      client.checkout.inputFor(amount),
      client.checkout.reserves(),
      nextTime(client),
    ]);
    const pairFee = (input * PAIR_FEE) / 1000n;
    const priceImpactBps = impactOf(input - pairFee, (etherReserve * amount) / coinReserve);
    return {
      ...{ amount, input, pairFee, priceImpactBps, isPriceImpactHigh: priceImpactBps > HIGH_PRICE_IMPACT },
      ...{ coinReserve, etherReserve },
      maxInput: input + (input * slippageBps) / BASIS,
      validUntil: now + validFor,
    };
  });
}

/** How much more is paid than at the price before, as a share of what is paid. */
function impactOf(paid: bigint, atPrice: bigint): bigint {
  return paid <= atPrice ? 0n : ((paid - atPrice) * BASIS) / paid;
}
