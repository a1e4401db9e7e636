import type { Network } from "../config/config.ts";

/**
 * Tells deployments apart, also two on the same chain, and two chains with the same id: a local chain that is started
 * anew has the same contracts at the same addresses.
 */
export function networkIdOf({ deployment }: Network): string {
  const { genesisHash = "" } = deployment as { genesisHash?: string };
  const hub = deployment.contracts.PaymentHub.address.toLowerCase();
  return `${deployment.chainId}.${hub}${genesisHash === "" ? "" : `.${genesisHash.slice(0, 18)}`}`;
}
