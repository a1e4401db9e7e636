const orders = (count: number) => (count === 1 ? "1 order" : `${count} orders`);

/** Why a service ranks where it does, part by part. */
export const rank = {
  price: (price: string, usual: string | undefined) =>
    usual === undefined ? price : `${price}; the median for this unit is ${usual}`,
  noPrice: "No price is known",
  speed: (median: string) => `Half of its deliveries took ${median} or less`,
  inTime: (inTime: number, deliveries: number, left: string) =>
    `${inTime} of ${deliveries} deliveries took at most ${left}`,
  noDelivery: "No delivery yet",
  rating: (mean: string, ratings: number, payers: string) =>
    `${mean} of 100 in ${ratings === 1 ? "1 rating" : `${ratings} ratings`}, which count as those of ${payers} independent payers`,
  failed: (count: number) => `${orders(count)} without any payment, taken as 0`,
  merit: (share: string) => `Because of them, ${share} % of what is better than usual elsewhere counts`,
  noRating: "No rating by a payer that counts",
  settlement: (refunded: number, of: number) => `Money back in ${refunded} of ${orders(of)}`,
  disputes: (disputed: number, of: number) => `${disputed} of ${orders(of)} disputed`,
  punctuality: (late: number, of: number) => `${late} of ${orders(of)} late or not delivered`,
  noOrder: "No order is over yet",
  customers: (payers: number, independent: string) =>
    `${payers === 1 ? "1 payer" : `${payers} payers`}, which count as ${independent} independent ones`,
  activity: (time: string) => `Last active ${time} ago`,
  independence: (counted: string, earned: string) => `${counted} of ${earned} earned from independent payers`,
  noIncome: "No income yet",
};
