import { action, call } from "../core/action.js";
import type { Client } from "../core/client.js";
import { payeeSide } from "../credit/payoutAccount.js";
import { mandateData, type Mandate } from "../deals.js";
import { domainOf } from "../domain.js";
import type { Paid } from "../hub/parties.js";
import { canonicalSignature } from "../sign.js";
import { requireEvent } from "../requireEvent.js";

/** A payment under a mandate. */
export interface Charge {
  mandate: Mandate;
  /** Base units of SCV that the payer pays, including the hub's fee. */
  amount: bigint;
  /** The payer's signature from `signMandate`. Required until the mandate is accepted, ignored afterwards. */
  signature?: string | undefined;
}

/** The charge as the hub takes it. */
export function withSignature(client: Client, { mandate, amount, signature = "0x" }: Charge) {
  const data = mandateData(domainOf(client, "PaymentHub"), mandate);
  return { mandate, amount, signature: canonicalSignature(data, mandate.payer, signature) };
}

/**
 * Charges the payer's allowance for the hub, within the mandate. Only the payee may do this, and the owner of a payout
 * account that is the payee.
 * @throws ServiceCoinError `HubUnauthorized`, `HubInvalidSignature`, `HubRevoked`, `HubTooEarly`, `HubTooLate`,
 * `HubInvalidAmount`, `HubFeeMismatch`, `HubInvalidMandate`, `HubInvalidMandateParties`; `HubChargeFailed` with the
 * coin's error as `reason`
 */
export const charge = action(
  async (client, charge: Charge) => {
    const { mandate, amount, signature } = withSignature(client, charge);
    const side = await payeeSide(client, mandate);
    return call(side.charge, [mandate, amount, signature]);
  },
  (sent): Paid => {
    const { amount, fee } = requireEvent(sent, "Charged").args;
    return { amount, fee };
  },
);
