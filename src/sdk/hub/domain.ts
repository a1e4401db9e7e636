import type { TypedDataDomain } from "ethers";
import type { Client } from "../core/client.js";

/** What signatures for the hub are bound to (EIP-712). */
export function hubDomain({ chainId, addresses }: Client): TypedDataDomain {
  return { name: "PaymentHub", version: "1", chainId, verifyingContract: addresses.PaymentHub };
}

/** What signatures for the coin are bound to (EIP-712). */
export function coinDomain({ chainId, addresses }: Client): TypedDataDomain {
  return { name: "ServiceCoin", version: "1", chainId, verifyingContract: addresses.ServiceCoin };
}
