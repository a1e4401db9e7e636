import type { Network } from "../config/config.ts";
import { quantity, type WalletProvider } from "./provider.ts";

/** Error code of a wallet that does not know the chain (EIP-3085). */
const UNKNOWN_CHAIN = 4902;

/**
 * Asks a wallet to go to the network, and to add it if it does not know it.
 * @returns Whether it did; false when the user said no
 */
export async function switchNetwork(provider: WalletProvider, network: Network): Promise<boolean> {
  const chainId = `0x${network.deployment.chainId.toString(16)}`;
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
  } catch (error) {
    if (!isUnknownChain(error)) return false;
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    const chain = { chainId, chainName: network.name, rpcUrls: [network.rpc], nativeCurrency };
    try {
      await provider.request({ method: "wallet_addEthereumChain", params: [chain] });
    } catch {
      return false;
    }
  }
  return quantity(await provider.request({ method: "eth_chainId" })) === network.deployment.chainId;
}

/** Some wallets wrap the error. */
function isUnknownChain(error: unknown): boolean {
  const { code, data } = error as { code?: unknown; data?: { originalError?: { code?: unknown } } };
  return code === UNKNOWN_CHAIN || data?.originalError?.code === UNKNOWN_CHAIN;
}
