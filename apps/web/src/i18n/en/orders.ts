/** Orders: terms, states and flows. */
export const orders = {
  openTitle: (service: string) => `Order from ${service}`,
  payee: "Provider",
  heldBy: "Held by",
  escrow: "The payment hub, until you release it",
  deliverUntil: "To deliver until",
  reviewLabel: "Time to review",
  reviewFor: (time: string) => `${time} after the delivery, then the provider can claim the money`,
  refundLabel: "Money back",
  refundRule: (until: string) =>
    `All of it, if nothing is delivered until ${until}; or whenever the provider refunds it`,
  noArbiter: "Nobody can decide a dispute: without an arbiter you cannot dispute a delivery.",
  opened: (service: string, until: string) =>
    `You ordered from ${service}. The provider has until ${until} to deliver.`,
  follow: "Follow the order",
};
