import { id, toUtf8String, Utf8ErrorFuncs } from "ethers";
import { type Client, readService, type Service } from "@servicecoin/sdk";
import { queryLogs, readIndexedServices, withErrors } from "@servicecoin/sdk/internal";

/**
 * Finds the registered services behind a page: those whose endpoint has the page's origin and whose wallet is the
 * payee. The service whose endpoint path is closest to the page comes first. Registration identifies a seller; it does
 * not vouch for them.
 *
 * @param payTo Address of the payee.
 * @throws ServiceCoinError `Unreachable`
 *
 * @example
 * ```ts
 * const [seller] = await findSellers(client, "https://shop.example/report", page.payTo);
 * if (seller === undefined) throw new Error("No registered service sells this page.");
 * ```
 */
export async function findSellers(client: Client, url: string, payTo: string): Promise<Service[]> {
  const { origin } = new URL(url);
  const { indexer } = client;
  const services =
    indexer === undefined
      ? await servicesAt(client, origin)
      : await withErrors(async () => (await readIndexedServices(indexer, { wallet: payTo })).reverse());
  return services
    .filter(({ endpoint, wallet }) => originOf(endpoint) === origin && wallet.toLowerCase() === payTo.toLowerCase())
    .sort((a, b) => matchLength(b.endpoint, url) - matchLength(a.endpoint, url));
}

/** Services that have, or once had, an endpoint with this origin. */
async function servicesAt(client: Client, origin: string): Promise<Service[]> {
  const { registry, fromBlock } = client;
  const topic = registry.interface.getEvent("MetadataSet").topicHash;
  const logs = await withErrors(() => queryLogs(registry, [topic, null, id("endpoint")], fromBlock));
  const agentIds = logs
    .filter(({ args }) => originOf(toUtf8String(args["metadataValue"] as string, Utf8ErrorFuncs.replace)) === origin)
    .map(({ args }) => args["agentId"] as bigint);
  return Promise.all([...new Set(agentIds)].map((agentId) => readService(client, agentId)));
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

/** Returns how many characters of the page's path the endpoint's path covers; -1 if it is not a prefix of it. */
function matchLength(endpoint: string, url: string): number {
  const endpointPath = new URL(endpoint).pathname.replace(/\/+$/, "");
  const pagePath = new URL(url).pathname;
  return pagePath === endpointPath || pagePath.startsWith(`${endpointPath}/`) ? endpointPath.length : -1;
}
