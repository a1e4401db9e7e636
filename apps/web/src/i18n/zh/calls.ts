import type { Text } from "../text.ts";

export const calls: Text["calls"] = {
  pay: (amount, to) => `从国库向 ${to} 支付 ${amount}`,
  payTokens: (amount, token, to) => `从国库向${to}支付 ${amount} 个基本单位的代币 ${token}`,
  liquidityContract: (address) => `流动性合约（${address}）`,
  treasury: "国库",
  both: (one, other) => `${one} 和 ${other}`,
  addLiquidity: (ether, least, to, until) =>
    `把付给该合约的 SCV 和国库的最多 ${ether} 加入交易对：至少 ${least}，${until} 之前有效。流动性代币归 ${to}。与交易对价格不符的部分退回`,
  removeLiquidity: (least, to, until) =>
    `把付给该合约的流动性代币换回 SCV 和以太币：至少 ${least}，${until} 之前有效。两者都归 ${to}`,
  reference: (text) => `（备注：${text}）`,
  budget: (steward, amount, period) => `允许 ${steward} 每 ${period} 从国库支出 ${amount}`,
  noBudget: (steward, asset) => `收回 ${steward} 的 ${asset} 预算`,
  cap: (amount, period) => `将国库每 ${period} 的支出上限设为 ${amount}`,
  freeze: (asset) => `冻结国库的 ${asset}`,
  noCap: (asset) => `取消 ${asset} 的支出上限`,
  mint: (amount, to) => `为 ${to} 增发 ${amount}`,
  fee: (percent) => `将支付合约的费率设为 ${percent}`,
  loanFee: (percent) => `将新贷款的费率设为 ${percent}`,
  setting: (rule, value) => `将规则“${rule}”改为 ${value}`,
  noGuardian: "撤销监护人",
  sendEther: (amount, to) => `向 ${to} 发送 ${amount}`,
};
