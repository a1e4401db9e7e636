import { type Client, readServiceFile, type Service, type ServiceFile } from "@servicecoin/sdk";

/**
 * Reads the registration file of a service if it is on the chain. Others would be a download from a URI of the owner's
 * choice.
 * @returns undefined if the file is elsewhere or cannot be read.
 */
export async function fileOnChain(client: Client, service: Service): Promise<ServiceFile | undefined> {
  if (!isOnChain(service.uri)) return undefined;
  try {
    return await readServiceFile(client, service);
  } catch {
    return undefined;
  }
}

/** Adds the names that services have in their registration files on the chain. */
export async function withNames<Found extends Service>(
  client: Client,
  services: readonly Found[],
): Promise<(Found & { name: string | undefined })[]> {
  return Promise.all(
    services.map(async (service) => ({ ...service, name: (await fileOnChain(client, service))?.file.name })),
  );
}

/** Returns whether a URI contains its file. */
export function isOnChain(uri: string): boolean {
  return /^data:/i.test(uri);
}
