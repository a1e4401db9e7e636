import { ZeroAddress } from "ethers";
import type { Client } from "../core/client.js";
import { signAs } from "../credit/signAs.js";
import { quoteData, type Deal } from "../deals.js";
import { domainOf } from "../domain.js";
import type { OneDeal } from "../hub/parties.js";

/** Terms that a payee signed for any payer. */
export interface Quote {
  /** Its payer is the zero address. */
  deal: Deal;
  /** The payee's signature. */
  signature: string;
}

/**
 * Signs the payee's offer of these terms to any payer (EIP-712); the payer of the draft is ignored. No gas. It is valid
 * until the deadline, as long as the hub's fee does not change and the quote is not voided. Each payer can accept it
 * once. The owner of a payout account signs for it.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signQuote(client: Client, { deal }: OneDeal): Promise<Quote> {
  const signature = await signAs(client, deal.payee, quoteData(domainOf(client, "PaymentHub"), deal));
  return { deal: { ...deal, payer: ZeroAddress }, signature };
}
