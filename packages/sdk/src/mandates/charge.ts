import { action, call } from "../core/action.js";
import type { Mandate } from "../deals.js";
import type { Paid } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";

/** A payment under a mandate. */
export interface Charge {
  mandate: Mandate;
  /** Base units of SCV that the payer pays, including the hub's fee. */
  amount: bigint;
  /** The payer's signature from `signMandate`. Required until the mandate is accepted, ignored afterwards. */
  signature?: string | undefined;
}

/**
 * Charges the payer's allowance for the hub, within the mandate. Only the payee may do this.
 * @throws ServiceCoinError `HubUnauthorized`, `HubInvalidSignature`, `HubRevoked`, `HubTooEarly`, `HubTooLate`,
 * `HubInvalidAmount`, `HubFeeMismatch`, `HubInvalidMandate`, `HubInvalidMandateParties`; `HubChargeFailed` with the
 * coin's error as `reason`
 */
export const charge = action(
  ({ hub }, { mandate, amount, signature = "0x" }: Charge) => call(hub.charge, [mandate, amount, signature]),
  (sent): Paid => {
    const { amount, fee } = requireEvent(sent, "Charged").args;
    return { amount, fee };
  },
);
