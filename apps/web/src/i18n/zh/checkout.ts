import type { Text } from "../text.ts";

export const checkout: Text["checkout"] = {
  choice: "支付方式",
  withScv: "用 SCV 支付",
  withEther: "用以太币支付",
  slippage: "价格最多上涨",
  priceNow: "按当前价格支付",
  atMost: "最多",
  comesBack: "退回",
  comesBackRule: "最高金额中未用的部分，在同一笔交易中退回",
  buys: "购买",
  impact: "价格影响",
  pairFee: "交易对手续费（已包含）",
  validUntil: "价格可用至",
  impactHigh: (impact) => `这次购买会使价格变动 ${impact}：交易对规模较小。请减少购买，或从别处获得 SCV。`,
  impactTooHigh: (impact, most) => `这次购买会使价格变动 ${impact}。超过 ${most} 时本页面不会购买：请从别处获得 SCV。`,
  noLiquidity: "交易对没有这么多 SCV 可供出售。请用 SCV 支付。",
  notEnoughEther: (needed, has) => `这最多需要 ${needed}\u00a0ETH，另加网络费。您的账户有 ${has}\u00a0ETH。`,
};
