import { id, toUtf8String, Utf8ErrorFuncs } from "ethers";
import { type Client, readService, type Service } from "@servicecoin/sdk";
import { readLogs, withErrors } from "@servicecoin/sdk/internal";

/**
 * The registered services behind a page: those whose endpoint is at the page's origin and whose wallet is paid. The one whose endpoint
 * is nearest to the page comes first. That they are registered says who they are, and not that they are good.
 * @throws ServiceCoinError `Unreachable`
 */
export async function findSellers(client: Client, url: string, payTo: string): Promise<Service[]> {
  const { origin } = new URL(url);
  const { registry, fromBlock } = client;
  const topic = registry.interface.getEvent("MetadataSet").topicHash;
  const logs = await withErrors(() => readLogs(registry, [topic, null, id("endpoint")], fromBlock));
  const named = logs
    .filter(({ args }) => originOf(toUtf8String(args["metadataValue"] as string, Utf8ErrorFuncs.replace)) === origin)
    .map(({ args }) => args["agentId"] as bigint);
  const services = await Promise.all([...new Set(named)].map((agentId) => readService(client, agentId)));
  return services
    .filter(({ endpoint, wallet }) => originOf(endpoint) === origin && wallet.toLowerCase() === payTo.toLowerCase())
    .sort((a, b) => nearness(b.endpoint, url) - nearness(a.endpoint, url));
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

/** How much of the page's path the endpoint names: all of its own path, or nothing. */
function nearness(endpoint: string, url: string): number {
  const [own, asked] = [new URL(endpoint).pathname.replace(/\/+$/, ""), new URL(url).pathname];
  return asked === own || asked.startsWith(`${own}/`) ? own.length : -1;
}
