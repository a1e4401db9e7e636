import type { Text } from "../text.ts";

export const orders: Text["orders"] = {
  openTitle: (service) => `向 ${service} 下单`,
  payee: "服务商",
  heldBy: "资金保管",
  escrow: "支付合约托管，直到您放款",
  deliverUntil: "交付截止",
  reviewLabel: "验收时间",
  reviewFor: (time) => `交付后 ${time}，之后服务商可领取款项`,
  refundLabel: "退款",
  refundRule: (until) => `若到 ${until} 仍未交付，全额退回；服务商也可随时退款`,
  noArbiter: "没有仲裁人：您无法对交付提出争议。",
  opened: (service, until) => `您已向 ${service} 下单，服务商须在 ${until} 前交付。`,
  follow: "查看订单",
};
