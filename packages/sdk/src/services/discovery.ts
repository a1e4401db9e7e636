import { id, parseUnits, toUtf8String, Utf8ErrorFuncs } from "ethers";
import type { ServiceRegistry } from "../typechain/ServiceRegistry.js";
import type { ServiceReputation } from "../typechain/ServiceReputation.js";
import { queryLogs } from "../logs/queryLogs.js";
import type { ServiceTerms } from "./metadata.js";

/** Ratings by payers, from 0 to 100 with 18 decimals; see `IServiceReputation.getPaidSummary` for what they prove. */
export interface PaidRating {
  count: bigint;
  /** Base units of SCV that the rated deals had paid. */
  paid: bigint;
  average: bigint;
  weightedAverage: bigint;
}

/**
 * A service, as the registries describe it now. Its owner writes its terms: `price` is undefined when it is not a
 * number.
 */
export interface Service extends Omit<ServiceTerms, "price"> {
  agentId: bigint;
  owner: string;
  /** The address to pay, or the zero address. */
  wallet: string;
  /** URI of its registration file. */
  uri: string;
  price: bigint | undefined;
  rating: PaidRating;
}

interface Registries {
  registry: ServiceRegistry;
  reputation: ServiceReputation;
}

/**
 * Finds the services of a category, in order of registration. Upper and lower case of the category are the same.
 * @param fromBlock Block of the registry's deployment; it saves requests.
 */
export async function findServices(registries: Registries, category: string, fromBlock = 0): Promise<Service[]> {
  const { registry } = registries;
  const topic = registry.interface.getEvent("MetadataSet").topicHash;
  const logs = await queryLogs(registry, [topic, null, id("category")], fromBlock);
  const isWanted = (found: string) => isSameCategory(found, category);
  const named = logs
    .filter(({ args }) => isWanted(textOf(args["metadataValue"] as string)))
    .map(({ args }) => args["agentId"] as bigint);
  const services = await Promise.all([...new Set(named)].map((agentId) => readRegistered(registries, agentId)));
  // A service may have changed its category since.
  return services.filter((service) => isWanted(service.category));
}

/** Returns whether two categories are the same: upper and lower case do not matter. */
export function isSameCategory(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Reads one service. Fails with `ERC721NonexistentToken` when it does not exist. */
export async function readRegistered({ registry, reputation }: Registries, agentId: bigint): Promise<Service> {
  const text = async (key: string) => textOf(await registry.getMetadata(agentId, key));
  const [owner, wallet, uri, category, price, unit, endpoint, summary] = await Promise.all([
    registry.ownerOf(agentId),
    registry.getAgentWallet(agentId),
    registry.tokenURI(agentId),
    text("category"),
    registry.getMetadata(agentId, "price"),
    text("unit"),
    text("endpoint"),
    reputation.getPaidSummary(agentId),
  ]);
  const { count, paid, average, weightedAverage } = summary;
  const rating = { count, paid, average, weightedAverage };
  return { agentId, owner, wallet, uri, category, price: priceOf(price), unit, endpoint, rating };
}

/**
 * Returns the services with a known price, the cheapest first, whose paid ratings are at least `minRating` (0 to 100).
 */
export function cheapestFirst(services: Service[], minRating: number): (Service & { price: bigint })[] {
  return services
    .filter((service): service is Service & { price: bigint } => service.price !== undefined)
    .filter((service) => isRated(service, minRating))
    .sort(byPrice);
}

/** Returns whether both averages of the ratings by payers are at least `minRating`, 0 to 100. */
export function isRated({ rating }: Service, minRating: number): boolean {
  const least = parseUnits(String(minRating), 18);
  return rating.count > 0n && rating.average >= least && rating.weightedAverage >= least;
}

/** Compares by price: the cheapest first, services without a known price last. */
export function byPrice(a: Pick<Service, "price">, b: Pick<Service, "price">): number {
  if (a.price === undefined || b.price === undefined)
    return Number(a.price === undefined) - Number(b.price === undefined);
  return compare(a.price, b.price);
}

/** Returns the lower of a service's two averages, which no single payment can raise. */
export function lowerAverage({ rating: { average, weightedAverage } }: Pick<Service, "rating">): bigint {
  return average < weightedAverage ? average : weightedAverage;
}

/** Compares two numbers: the smaller first. */
export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function textOf(value: string): string {
  return toUtf8String(value, Utf8ErrorFuncs.replace);
}

function priceOf(value: string): bigint | undefined {
  return value.length === 2 + 64 ? BigInt(value) : undefined;
}
