import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { readRegistered, type Service } from "./discovery.js";
import { readIndexedServices } from "./indexedServices.js";

/** Which services to list. */
export interface ServicePage {
  /** Most services to list. Default: all. */
  limit?: number | undefined;
  /** Only services that were registered before this one. Default: from the newest on. */
  before?: bigint | undefined;
}

/** Services to read concurrently. */
const AT_ONCE = 50;

/**
 * Lists services of every category, the newest first. Claims of their owners are not verified.
 * @throws ServiceCoinError `Unreachable`, `NoProvider`
 * @example
 * ```ts
 * const newest = await listServices(client, { limit: 20 });
 * const next = await listServices(client, { limit: 20, before: newest.at(-1)?.agentId });
 * ```
 */
export async function listServices(client: Client, { limit, before }: ServicePage = {}): Promise<Service[]> {
  return withErrors(async () => {
    const { indexer } = client;
    if (indexer !== undefined) return readIndexedServices(indexer, { before }, limit);
    const count = await client.registry.agentCount();
    const end = before === undefined || before > count ? count : before;
    const start = limit === undefined || BigInt(limit) > end ? 0n : end - BigInt(limit);
    const ids = Array.from({ length: Number(end - start) }, (_unused, index) => end - 1n - BigInt(index));
    const services: Service[] = [];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      services.push(...(await Promise.all(some.map((agentId) => readRegistered(client, agentId)))));
    }
    return services;
  });
}
