import { indexer } from "../../chain/indexed.ts";
import { rpc } from "../../chain/rpc.ts";
import type { Network } from "../../config/config.ts";

/** Why URLs do not fit a network. */
export type UrlFault =
  { kind: "wrongNode"; chainId: number; expected: number } | { kind: "noNode" | "noIndexer" | "wrongIndexer" };

/** Asks a node and an indexer whether they are of this network. @returns undefined when both are */
export async function checkUrls(
  { deployment }: Network,
  urls: { rpc: string; indexer: string },
): Promise<UrlFault | undefined> {
  const chainId = await rpc<string>(urls.rpc, "eth_chainId").then(Number, () => undefined);
  if (chainId === undefined) return { kind: "noNode" };
  if (chainId !== deployment.chainId) return { kind: "wrongNode", chainId, expected: deployment.chainId };
  const status = await indexer(urls.indexer)
    .get("/status", {})
    .catch(() => undefined);
  if (status === undefined) return { kind: "noIndexer" };
  const { addresses } = status.data;
  const isOurs = addresses["PaymentHub"]?.toLowerCase() === deployment.contracts.PaymentHub.address.toLowerCase();
  return isOurs && status.data.chainId === chainId ? undefined : { kind: "wrongIndexer" };
}
