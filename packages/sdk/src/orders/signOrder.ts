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
 * The payer's consent that this order is paid out of its allowance for the hub (EIP-712). No gas; anyone brings it with
 * `submitSignedOrder`, until the deadline, unless it is made void. Also for a stream or subscription with a deadline, which takes
 * what it lacks of all that it will owe.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signOrder(client: Client, { deal }: OneDeal): Promise<SignedOrder> {
  return { deal, signature: await sign(client, dealData(domainOf(client, "PaymentHub"), deal)) };
}
