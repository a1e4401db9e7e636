import { buildRegistration, readAgentUri, type RegistrationFile } from "@servicecoin/sdk";

/** What a provider says about a service in its registration file. */
export interface ServiceWords {
  name: string;
  description: string;
  endpoint: string;
  active: boolean;
}

/** Name of the endpoint in the file that people and programs open (ERC-8004). */
const WEB = "web";

/**
 * Writes the registration file of a service, to be kept on the chain.
 * @param before Its file so far: what this page has no field for stays as it is
 */
export function fileOf(
  { name, description, endpoint, active }: ServiceWords,
  before?: RegistrationFile,
): RegistrationFile {
  const others = before?.services.filter((service) => service.name !== WEB) ?? [];
  const services = endpoint === "" ? others : [{ name: WEB, endpoint }, ...others];
  return buildRegistration({ image: "", ...before, name, description, active, services });
}

/** The file of a service that keeps it on the chain; undefined when it is elsewhere or no file. */
export async function fileOnChain(uri: string): Promise<RegistrationFile | undefined> {
  if (!uri.startsWith("data:")) return undefined;
  try {
    return (await readAgentUri(uri)).file;
  } catch {
    return undefined;
  }
}
