import type { TypedDataDomain } from "ethers";
import type { Client } from "./core/client.js";

/** Names of the EIP-712 domains. The version of each is 1. */
const DOMAIN_NAMES = {
  ServiceCoin: "ServiceCoin",
  ServiceVotes: "ServiceCoin Votes",
  ServiceDAO: "ServiceDAO",
  PaymentHub: "PaymentHub",
  ServiceRegistry: "ERC8004IdentityRegistry",
  Credit: "Credit",
} as const;

/** Contracts that verify signatures. */
export type Verifier = keyof typeof DOMAIN_NAMES;

/** Returns the EIP-712 domain of a contract without a call to the chain. */
export function domainOf({ chainId, addresses }: Client, contract: Verifier): TypedDataDomain {
  return { name: DOMAIN_NAMES[contract], version: "1", chainId, verifyingContract: addresses[contract] };
}
