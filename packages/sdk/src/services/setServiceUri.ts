import { action, call } from "../core/action.js";
import { ServiceCoinError } from "../core/errors.js";
import { uriOf, type RegistrationUri } from "./registrationUri.js";

/** A new URI of a service's registration file. */
export interface ServiceUri extends RegistrationUri {
  agentId: bigint;
}

/**
 * Changes the URI of a service's registration file (ERC-8004). Only the service's owner or operators may do this.
 * @throws ServiceCoinError `RegistryUnauthorized`, `ERC721NonexistentToken`, `RegistrationInvalid`,
 * `RegistrationTooLarge`, `InvalidArgument` without a URI or file
 */
export const setServiceUri = action(({ registry }, { agentId, ...registration }: ServiceUri) => {
  const uri = uriOf(registration);
  if (uri === undefined) throw new ServiceCoinError("InvalidArgument", { argument: "uri", value: uri });
  return call(registry.setAgentURI, [agentId, uri]);
});
