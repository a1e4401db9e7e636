import { action, call } from "../core/action.js";
import type { Mandate } from "../deals.js";
import { mandateIdOf } from "../hub/ids.js";

/**
 * Accepts a mandate in a transaction instead of by signature. Charging also needs an allowance for the hub. Only the
 * payer may do this.
 * @throws ServiceCoinError `HubUnauthorized`, `HubAlreadyAccepted`, `HubRevoked`, `HubInvalidMandate`,
 * `HubInvalidMandateParties`, `HubFeeMismatch`
 */
export const acceptMandate = action(
  ({ hub }, { mandate }: { mandate: Mandate }) => call(hub.accept, [mandate]),
  (_sent, client, { mandate }): { mandateId: string } => ({ mandateId: mandateIdOf(client, mandate) }),
);
