import { action, call } from "../core/action.js";
import type { Mandate } from "../deals.js";
import { mandateIdOf } from "../hub/ids.js";

/**
 * The payer accepts a mandate in a transaction, where no signature is wanted. It takes an allowance for the hub besides.
 * @throws ServiceCoinError `HubUnauthorized`, `HubAlreadyAccepted`, `HubRevoked`, `HubInvalidMandate`, `HubInvalidMandateParties`,
 * `HubFeeMismatch`
 */
export const acceptMandate = action(
  ({ hub }, { mandate }: { mandate: Mandate }) => call(hub.accept, [mandate]),
  (_sent, client, { mandate }): { mandateId: string } => ({ mandateId: mandateIdOf(client, mandate) }),
);
