import { isLocalChain, withErrors } from "@servicecoin/sdk/internal";
import type { Session } from "./session.js";

/**
 * Names the chain in the names of files. Local chains restart under the same chain id, so their name includes the hash
 * of their first block.
 * @throws ServiceCoinError `Unreachable`
 */
export async function chainName(session: Session): Promise<string> {
  const { provider, chainId } = await session.node();
  const genesis = isLocalChain(chainId) ? await withErrors(() => provider.getBlock(0)) : null;
  return genesis?.hash == null ? String(chainId) : `${chainId}-${genesis.hash.slice(2, 10)}`;
}
