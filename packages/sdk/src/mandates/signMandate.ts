import type { Client } from "../core/client.js";
import { mandateData, type Mandate } from "../deals.js";
import { domainOf } from "../domain.js";
import { sign } from "../sign.js";

/** A mandate with the payer's signature. */
export interface SignedMandate {
  mandate: Mandate;
  signature: string;
}

/**
 * Signs the payer's consent to be charged within these limits (EIP-712). No gas: the payee submits it with the first
 * `charge`. Charging also needs an allowance for the hub.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signMandate(client: Client, { mandate }: { mandate: Mandate }): Promise<SignedMandate> {
  return { mandate, signature: await sign(client, mandateData(domainOf(client, "PaymentHub"), mandate)) };
}
