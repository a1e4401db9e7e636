/** Contracts of the system, in the order of deployment. */
export const CONTRACTS = [
  "ServiceCoin",
  "ServiceVotes",
  "ServiceDAO",
  "Treasury",
  "PaymentHub",
  "ServiceRegistry",
  "ServiceReputation",
  "ServiceValidation",
  "PaymentBatch",
] as const;

export type ContractName = (typeof CONTRACTS)[number];
