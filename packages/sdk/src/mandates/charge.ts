import { action, call } from "../core/action.js";
import type { Mandate } from "../deals.js";
import type { Paid } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";

/** One payment under a mandate. */
export interface Charge {
  mandate: Mandate;
  /** Base units of SCV that the payer pays, the hub's fee included. */
  amount: bigint;
  /** The payer's signature from `signMandate`; needed until the mandate is accepted, and ignored from then on. */
  signature?: string | undefined;
}

/**
 * The payee charges the payer's allowance for the hub, within the mandate.
 * @throws ServiceCoinError `HubUnauthorized`, `HubInvalidSignature`, `HubRevoked`, `HubTooEarly`, `HubTooLate`, `HubInvalidAmount`,
 * `HubFeeMismatch`, `HubInvalidMandate`, `HubInvalidMandateParties`; `HubChargeFailed` with the coin's error as `reason`
 */
export const charge = action(
  ({ hub }, { mandate, amount, signature = "0x" }: Charge) => call(hub.charge, [mandate, amount, signature]),
  (sent): Paid => {
    const { amount, fee } = requireEvent(sent, "Charged").args;
    return { amount, fee };
  },
);
