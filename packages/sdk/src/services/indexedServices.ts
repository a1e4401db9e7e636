import { ZeroAddress } from "ethers";
import * as z from "zod";
import { address, digits, whole } from "../core/indexRows.js";
import type { IndexQuery, IndexSource } from "../core/indexSource.js";
import type { Service } from "./discovery.js";

const SERVICE = z.object({
  id: whole,
  owner: address,
  wallet: address.nullable(),
  uri: z.string(),
  category: z.string().nullable(),
  price: digits.nullable(),
  unit: z.string().nullable(),
  endpoint: z.string().nullable(),
  rating: z.object({ count: whole, paid: digits, average: digits, weightedAverage: digits }),
});

/** Reads services from an indexer, the newest first. @param limit Default: all. */
export async function readIndexedServices(
  indexer: IndexSource,
  query: IndexQuery = {},
  limit?: number,
): Promise<Service[]> {
  const rows = await indexer.list("/services", query, SERVICE, limit);
  return rows.map(({ id: agentId, owner, wallet, uri, category, price, unit, endpoint, rating }) => ({
    ...{ agentId, owner, wallet: wallet ?? ZeroAddress, uri },
    ...{ category: category ?? "", price: price ?? undefined, unit: unit ?? "", endpoint: endpoint ?? "", rating },
  }));
}
