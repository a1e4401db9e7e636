import type { Client } from "../core/client.js";
import { dealData } from "../deals.js";
import { domainOf } from "../domain.js";
import type { OneDeal } from "../hub/parties.js";
import { sign } from "../sign.js";

/** A deal with the payer's signature. */
export interface SignedOrder extends OneDeal {
  signature: string;
}

/**
 * Signs the payer's consent to pay this order out of its allowance for the hub (EIP-712). No gas. Anyone can submit it
 * with `submitSignedOrder` until the deadline, unless the deal is voided. It also works for a stream or subscription
 * with a deadline, which then takes what it lacks of everything that it will owe.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signOrder(client: Client, { deal }: OneDeal): Promise<SignedOrder> {
  return { deal, signature: await sign(client, dealData(domainOf(client, "PaymentHub"), deal)) };
}
