import { call, type Call } from "../core/action.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import { DEAL_STATES } from "../core/sentences.js";
import { encodeDeal, toDeal, type Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";

/** A stream or subscription that is to be opened. */
export interface OpenAccrual {
  deal: Deal;
  /** Base units of SCV that are paid in now, more than 0. */
  amount: bigint;
  /** The payee's signature from `signQuote`, which the hub then checks. */
  quote?: string | undefined;
}

/** More money for a stream or subscription. */
export interface TopUp {
  deal: Deal;
  /** Base units of SCV, more than 0. */
  amount: bigint;
}

/** Sends the coins along with the deal (ERC-1363). */
export function payInto({ coin, addresses }: Client, { deal, amount, quote }: OpenAccrual): Call<boolean> {
  const pay = coin["transferAndCall(address,uint256,bytes)"];
  return call(pay, [addresses.PaymentHub, amount, encodeDeal(deal, quote)]);
}

/** Opens many with one transfer out of the client's allowance for the hub. */
export function openMany({ hub }: Client, openings: readonly OpenAccrual[]): Call<void> {
  const all = openings.map(({ deal, amount, quote = "0x" }) => ({ deal: toDeal(deal), amount, quote }));
  return call(hub.openMany, [all]);
}

/**
 * Opening and topping up are the same to the hub, and paying twice by mistake is not the same to who pays.
 * @throws ServiceCoinError `HubWrongStatus`
 */
export async function requireState(client: Client, deal: Deal, expected: (typeof DEAL_STATES)[number]): Promise<void> {
  const id = dealIdOf(client, deal);
  const { status } = await client.hub.escrowOf(id);
  if (DEAL_STATES[Number(status)] !== expected) throw new ServiceCoinError("HubWrongStatus", { index: 0n, id, status });
}
