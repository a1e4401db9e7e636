import { call, type Call } from "../core/action.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import { encodeDeal, quoteData, toDeal, type Deal } from "../deals.js";
import { domainOf } from "../domain.js";
import { canonicalSignature } from "../sign.js";
import { dealIdOf } from "./ids.js";
import type { BatchOpening, Opening } from "./opening.js";
import { dealStateOf, type DealState } from "./states.js";

/** Sends the coins along with the deal (ERC-1363), or ether that buys them. */
export function payInto(client: Client, { deal, amount, quote, withEther }: Opening): Call<boolean | string> {
  if (withEther !== undefined) {
    const { maxInput, validUntil } = withEther;
    const args = [toDeal(deal), amount, canonicalQuote(client, deal, quote), validUntil] as const;
    return call(client.checkout.open, [...args], maxInput);
  }
  const pay = client.coin["transferAndCall(address,uint256,bytes)"];
  return call(pay, [client.addresses.PaymentHub, amount, encodeDeal(deal, canonicalQuote(client, deal, quote))]);
}

/** The payee's signature on a quote in the form that the hub takes. */
export function canonicalQuote(client: Client, deal: Deal, quote = "0x"): string {
  return canonicalSignature(quoteData(domainOf(client, "PaymentHub"), deal), deal.payee, quote);
}

/** Opens many deals with one transfer out of the client's allowance for the hub. */
export function openMany(client: Client, openings: readonly BatchOpening[]): Call<void> {
  const all = openings.map(({ deal, amount, quote }) => {
    return { deal: toDeal(deal), amount, quote: canonicalQuote(client, deal, quote) };
  });
  return call(client.hub.openMany, [all]);
}

/**
 * Checks the state of a deal before paying: for the hub, opening and topping up are the same call, but the payer may
 * not want to pay twice.
 * @throws ServiceCoinError `HubWrongStatus`
 */
export async function requireState(client: Client, deal: Deal, expected: DealState): Promise<void> {
  const id = dealIdOf(client, deal);
  const { status } = await client.hub.escrowOf(id);
  if (dealStateOf(status) !== expected) throw new ServiceCoinError("HubWrongStatus", { index: 0n, id, status });
}
