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
  updatedAt: whole,
  ratedAt: whole.nullable(),
  changedBlock: z.int(),
});

/** A service, and when it changed. */
export interface ChangedService {
  service: Service;
  /** Block of its last change, of whatever kind. */
  block: number;
  /** When its registration or its ratings last changed, in seconds since 1970. */
  time: bigint;
}

/** Reads services from an indexer, the newest first. @param limit Default: all. */
export async function readIndexedServices(
  indexer: IndexSource,
  query: IndexQuery = {},
  limit?: number,
): Promise<Service[]> {
  return (await indexer.list("/services", query, SERVICE, limit)).map(serviceOf);
}

/** Reads the services that changed in a block or later from an indexer, the last changed first. */
export async function readChangedServices(indexer: IndexSource, changedSince?: number): Promise<ChangedService[]> {
  return (await indexer.list("/services", { sort: "changed", changedSince }, SERVICE)).map(changedOf);
}

/** Reads one service from an indexer; undefined when it has none. */
export async function findChangedService(indexer: IndexSource, agentId: bigint): Promise<ChangedService | undefined> {
  const row = await indexer.find(`/services/${agentId}`, SERVICE);
  return row === undefined ? undefined : changedOf(row);
}

function changedOf(row: z.output<typeof SERVICE>): ChangedService {
  const { updatedAt, ratedAt, changedBlock: block } = row;
  return { service: serviceOf(row), block, time: ratedAt !== null && ratedAt > updatedAt ? ratedAt : updatedAt };
}

function serviceOf(row: z.output<typeof SERVICE>): Service {
  const { id: agentId, owner, wallet, uri, category, price, unit, endpoint, rating } = row;
  return {
    ...{ agentId, owner, wallet: wallet ?? ZeroAddress, uri },
    ...{ category: category ?? "", price: price ?? undefined, unit: unit ?? "", endpoint: endpoint ?? "", rating },
  };
}
