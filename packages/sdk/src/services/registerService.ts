import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";
import { serviceMetadata, type ServiceTerms } from "./metadata.js";
import { uriOf, type RegistrationUri } from "./registrationUri.js";

/** A service to register; what is left out can be set later. */
export interface ServiceRegistration extends RegistrationUri, Partial<ServiceTerms> {}

/**
 * Registers a service of the client's account, which also becomes its wallet (ERC-8004 identity, ERC-721).
 * @throws ServiceCoinError `ERC721InvalidReceiver`, `RegistrationInvalid`, `RegistrationTooLarge`, `InvalidArgument`
 * @example
 * ```ts
 * const terms = { category: "weather", price: parseScv("0.05"), unit: "request", endpoint: "https://rain.example" };
 * const { agentId } = await registerService(client, terms);
 * ```
 */
export const registerService = action(
  ({ registry }, registration: ServiceRegistration) => {
    const { category, price, unit, endpoint } = registration;
    const register = registry["register(string,(string,bytes)[])"];
    return call(register, [uriOf(registration) ?? "", serviceMetadata({ category, price, unit, endpoint })]);
  },
  (sent): { agentId: bigint } => ({ agentId: requireEvent(sent, "Registered").args.agentId }),
);
