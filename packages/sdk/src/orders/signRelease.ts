import type { Client } from "../core/client.js";
import { releaseData, type Deal } from "../deals.js";
import { domainOf } from "../domain.js";
import { sign } from "../sign.js";
import type { OrderRelease } from "./releaseOrder.js";

/** A release with the payer's signature. */
export interface SignedRelease {
  deal: Deal;
  /** Base units of SCV that the payee gets in all. */
  total: bigint;
  signature: string;
}

/**
 * The payer's consent that the payee gets `total` of an order in all, the price unless told (EIP-712). No gas; anyone brings it with
 * `submitReleases`. It does not expire and cannot be taken back; a refund that comes first wins.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signRelease(client: Client, { deal, total = deal.price }: OrderRelease): Promise<SignedRelease> {
  return { deal, total, signature: await sign(client, releaseData(domainOf(client, "PaymentHub"), deal, total)) };
}
