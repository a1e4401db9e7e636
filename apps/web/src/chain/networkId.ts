import type { Network } from "../config/config.ts";

/** Tells deployments apart, also two on the same chain. */
export function networkIdOf({ deployment }: Network): string {
  return `${deployment.chainId}.${deployment.contracts.PaymentHub.address.toLowerCase()}`;
}
