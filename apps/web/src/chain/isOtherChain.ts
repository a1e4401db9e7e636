import type { Network } from "../config/config.ts";
import { rpc } from "./rpc.ts";

/**
 * Whether the node is on another chain than the one of the configuration, such as a local one that was started anew
 * while the page was open. @throws RpcError
 */
export async function isOtherChain({ rpc: url, deployment }: Network): Promise<boolean> {
  const genesis = await rpc<{ hash: string } | null>(url, "eth_getBlockByNumber", ["0x0", false]);
  const { genesisHash } = deployment as { genesisHash?: string };
  return genesisHash !== undefined && genesis !== null && genesis.hash !== genesisHash;
}
