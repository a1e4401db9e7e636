import { type Client, providerOf } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { ReadOptions } from "../registration/uri.js";
import { byPrice, compare, findServices, isRated, lowerAverage, type Service } from "./discovery.js";
import { readServiceFile } from "./readService.js";

/** What is wanted of a service. */
export interface ServiceSearch {
  category: string;
  /** Base units of SCV per unit; leaves out services without a known price. */
  maxPrice?: bigint | undefined;
  /** 0 to 100, of both averages of ratings that were paid for; leaves out services without any. */
  minRating?: number | undefined;
  /**
   * Words that unit, endpoint, or name and description of the registration file have, all of them, in upper or lower case. Only files that
   * are on the chain (`data:`) are read, unless `files` is given.
   */
  text?: string | undefined;
  /** Also downloads the files of the services that the rest fits, to look for `text`; those that cannot be read have no words. */
  files?: ReadOptions | undefined;
  /** `cheapest` first unless told, without a known price last; `best` rated first; or in order of registration. */
  order?: "cheapest" | "best" | "registered" | undefined;
}

/**
 * The services of a category that are as wanted (ERC-8004). What their owners say of them is not checked; see `readService` for what a
 * file claims, and `IServiceReputation` for what a rating proves.
 * @throws ServiceCoinError `Unreachable`, `NoProvider`, `InvalidArgument`
 */
export async function searchServices(client: Client, search: ServiceSearch): Promise<Service[]> {
  return withErrors(async () => {
    const { category, maxPrice, minRating, text = "", files, order = "cheapest" } = search;
    providerOf(client);
    const found = (await findServices(client, category, client.fromBlock))
      .filter(({ price }) => maxPrice === undefined || (price !== undefined && price <= maxPrice))
      .filter((service) => minRating === undefined || isRated(service, minRating));
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = words.length === 0 ? found : await filterByWords(client, found, words, files);
    return order === "registered" ? fitting : fitting.sort(order === "cheapest" ? byPrice : byRating);
  });
}

async function filterByWords(
  client: Client,
  services: Service[],
  words: string[],
  files: ReadOptions | undefined,
): Promise<Service[]> {
  const texts = await Promise.all(
    services.map(async (service) => {
      const { unit, endpoint } = service;
      return [unit, endpoint, await textOfFile(client, service, files)].join("\n").toLowerCase();
    }),
  );
  return services.filter((_service, index) => words.every((word) => texts[index].includes(word)));
}

async function textOfFile(client: Client, service: Service, files: ReadOptions | undefined): Promise<string> {
  if (files === undefined && !/^data:/i.test(service.uri)) return "";
  try {
    const { file } = await readServiceFile(client, service, files);
    return `${file.name}\n${file.description}`;
  } catch {
    // Whoever wrote a bad file must not spoil the search for others.
    return "";
  }
}

/** By the lower of the two averages, which no single payment can lift. */
function byRating(a: Service, b: Service): number {
  return compare(lowerAverage(b), lowerAverage(a));
}
