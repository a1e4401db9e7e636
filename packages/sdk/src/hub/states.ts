/** Names of the Solidity enum `DealStatus`, by number. */
export const DEAL_STATES = ["none", "open", "delivered", "disputed", "closed"] as const;
