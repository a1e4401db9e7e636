import type { Text } from "../text.ts";

export const rank: Text["rank"] = {
  price: (price, usual) => (usual === undefined ? price : `${price}；同单位的中位价为 ${usual}`),
  noPrice: "价格未知",
  speed: (median) => `一半的交付用时不超过 ${median}`,
  inTime: (inTime, deliveries, left) => `${deliveries} 次交付中有 ${inTime} 次用时不超过 ${left}`,
  noDelivery: "尚无交付",
  rating: (mean, ratings, payers) =>
    `${ratings} 个评分，平均 ${mean} 分（满分 100），相当于 ${payers} 位独立付款人的评价`,
  failed: (count) => `另有 ${count} 个订单没有任何付款，计为 0 分`,
  merit: (share) => `因此，其他方面优于一般水平的部分只按 ${share} % 计入`,
  noRating: "没有可计入的付款人评分",
  settlement: (refunded, of) => `${of} 个订单中有 ${refunded} 个退款`,
  disputes: (disputed, of) => `${of} 个订单中有 ${disputed} 个发生争议`,
  punctuality: (late, of) => `${of} 个订单中有 ${late} 个逾期或未交付`,
  noOrder: "尚无已结束的订单",
  customers: (payers, independent) => `${payers} 位付款人，相当于 ${independent} 位独立付款人`,
  activity: (time) => `${time}前有过活动`,
  independence: (counted, earned) => `${earned} 收入中有 ${counted} 来自独立付款人`,
  noIncome: "尚无收入",
};
