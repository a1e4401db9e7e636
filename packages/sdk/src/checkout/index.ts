export type { EtherLimit, WithEther } from "./etherLimit.js";
export {
  addLiquidityCalls,
  removeLiquidityCalls,
  type LiquidityToAdd,
  type LiquidityToRemove,
} from "./liquidityCalls.js";
export {
  CHECKOUT_VALID_FOR,
  HIGH_PRICE_IMPACT,
  quoteCheckout,
  SLIPPAGE,
  type CheckoutQuote,
  type CheckoutRequest,
} from "./quoteCheckout.js";
export { readLiquidity, type Liquidity } from "./readLiquidity.js";
