import { readAgentUri, type Service } from "@servicecoin/sdk";
import type { Catalog } from "./catalog.js";
import type { Guard } from "./guard.js";
import { fileText, listingOf, type FileText } from "./listing.js";

/** Adds a service to a catalog, or updates it; removes it if it has no endpoint that buyers should be sent to. */
export async function updateCatalog(
  catalog: Catalog,
  guard: Guard,
  service: Service,
  lastUpdated: Date,
  signal: AbortSignal,
): Promise<void> {
  const listing = listingOf(service, lastUpdated, guard);
  const file = await fileOnChain(service.uri);
  if (signal.aborted) return;
  if (listing === undefined) catalog.remove(service.agentId);
  else catalog.put(listing, file);
}

/** Reads a file that is stored in its URI and needs no download; undefined if it is invalid. */
async function fileOnChain(uri: string): Promise<FileText | undefined> {
  if (!/^data:/i.test(uri)) return undefined;
  try {
    return fileText((await readAgentUri(uri)).file);
  } catch {
    return undefined;
  }
}
