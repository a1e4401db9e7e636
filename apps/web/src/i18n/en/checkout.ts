/** Paying with ether instead of SCV. */
export const checkout = {
  choice: "What to pay with",
  withScv: "Pay with SCV",
  withEther: "Pay with ether",
  slippage: "Price may rise by",
  priceNow: "You pay, at the price now",
  atMost: "At most",
  comesBack: "Comes back",
  comesBackRule: "What is not needed of the maximum, in the same transaction",
  buys: "Buys",
  impact: "Price impact",
  pairFee: "Fee of the trading pair, included",
  validUntil: "Price can be used until",
  impactHigh: (impact: string) =>
    `This purchase moves the price by ${impact}: the trading pair is small. Buy less, or get SCV elsewhere.`,
  impactTooHigh: (impact: string, most: string) =>
    `This purchase would move the price by ${impact}. Above ${most} this page does not buy: get SCV elsewhere.`,
  noLiquidity: "The trading pair does not have this much SCV for sale. Pay with SCV.",
  notEnoughEther: (needed: string, has: string) =>
    `This needs up to ${needed}\u00a0ETH, and the network fee. Your account has ${has}\u00a0ETH.`,
};
