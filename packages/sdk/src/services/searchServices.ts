import { type Client, providerOf } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { ReadOptions } from "../registration/uri.js";
import { byPrice, compare, findServices, isRated, lowerAverage, type Service } from "./discovery.js";
import { readIndexedServices } from "./indexedServices.js";
import { listServices } from "./listServices.js";
import { readServiceFile } from "./readService.js";

/** What to search for. */
export interface ServiceSearch {
  /** In upper or lower case. Default: every category. */
  category?: string | undefined;
  /** Highest price in base units of SCV per unit; excludes services without a known price. */
  maxPrice?: bigint | undefined;
  /** Lowest rating, 0 to 100, of both averages of ratings by payers; excludes services without any. */
  minRating?: number | undefined;
  /**
   * Words that must all occur in the category, the unit, the endpoint, or the name and description of the registration
   * file, in upper or lower case. Reads only files that are on chain (`data:`), unless `files` is given.
   */
  text?: string | undefined;
  /**
   * Also downloads the files of the services that match everything else, to search them for `text`. A file that cannot
   * be read matches no word.
   */
  files?: ReadOptions | undefined;
  /**
   * `cheapest` first (the default), services without a known price last; `best` rated first; or in order of
   * registration.
   */
  order?: "cheapest" | "best" | "registered" | undefined;
}

/**
 * Finds the services that match (ERC-8004). Claims of their owners are not verified; see `readService`
 * for what a file claims, and `IServiceReputation` for what a rating proves.
 * @throws ServiceCoinError `Unreachable`, `NoProvider`, `InvalidArgument`
 * @example
 * ```ts
 * const [cheapest] = await searchServices(client, { category: "weather", maxPrice: parseScv("0.1"), minRating: 80 });
 * console.log(cheapest?.endpoint);
 * ```
 */
export async function searchServices(client: Client, search: ServiceSearch = {}): Promise<Service[]> {
  return withErrors(async () => {
    const { category, maxPrice, minRating, text = "", files, order = "cheapest" } = search;
    providerOf(client);
    const all = await candidates(client, category);
    const found = all
      .filter(({ price }) => maxPrice === undefined || (price !== undefined && price <= maxPrice))
      .filter((service) => minRating === undefined || isRated(service, minRating));
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = words.length === 0 ? found : await filterByWords(client, found, words, files);
    return order === "registered" ? fitting : fitting.sort(order === "cheapest" ? byPrice : byRating);
  });
}

/** All services, or those of a category, in order of registration. */
async function candidates(client: Client, category: string | undefined): Promise<Service[]> {
  const { indexer } = client;
  if (indexer !== undefined) return (await readIndexedServices(indexer, { category })).reverse();
  return category === undefined
    ? (await listServices(client)).reverse()
    : findServices(client, category, client.fromBlock);
}

async function filterByWords(
  client: Client,
  services: Service[],
  words: string[],
  files: ReadOptions | undefined,
): Promise<Service[]> {
  const texts = await Promise.all(
    services.map(async (service) => {
      const { category, unit, endpoint } = service;
      return [category, unit, endpoint, await textOfFile(client, service, files)].join("\n").toLowerCase();
    }),
  );
  return services.filter((_service, index) => words.every((word) => texts[index]?.includes(word)));
}

async function textOfFile(client: Client, service: Service, files: ReadOptions | undefined): Promise<string> {
  if (files === undefined && !/^data:/i.test(service.uri)) return "";
  try {
    const { file } = await readServiceFile(client, service, files);
    return `${file.name}\n${file.description}`;
  } catch {
    // A bad file must not spoil the search for others.
    return "";
  }
}

/** Compares by the lower of the two averages, which no single payment can raise. */
function byRating(a: Service, b: Service): number {
  return compare(lowerAverage(b), lowerAverage(a));
}
