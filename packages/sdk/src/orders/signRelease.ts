import type { Client } from "../core/client.js";
import { releaseData, type Deal } from "../deals.js";
import { domainOf } from "../domain.js";
import { sign } from "../sign.js";
import type { OrderRelease } from "./releaseOrder.js";

/** A release with the payer's signature. */
export interface SignedRelease {
  deal: Deal;
  /** Base units of SCV that the payee receives in total. */
  total: bigint;
  signature: string;
}

/**
 * Signs the payer's consent that the payee receives `total` of an order (EIP-712). Default: the price. No gas. Anyone
 * can submit it with `submitReleases`. It does not expire and cannot be revoked; an earlier refund wins.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signRelease(client: Client, { deal, total = deal.price }: OrderRelease): Promise<SignedRelease> {
  return { deal, total, signature: await sign(client, releaseData(domainOf(client, "PaymentHub"), deal, total)) };
}
