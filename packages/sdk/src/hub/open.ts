import { call, type Call } from "../core/action.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import { encodeDeal, toDeal, type Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";
import type { Opening } from "./opening.js";
import { dealStateOf, type DealState } from "./states.js";

/** Sends the coins along with the deal (ERC-1363). */
export function payInto({ coin, addresses }: Client, { deal, amount, quote }: Opening): Call<boolean> {
  const pay = coin["transferAndCall(address,uint256,bytes)"];
  return call(pay, [addresses.PaymentHub, amount, encodeDeal(deal, quote)]);
}

/** Opens many deals with one transfer out of the client's allowance for the hub. */
export function openMany({ hub }: Client, openings: readonly Opening[]): Call<void> {
  const all = openings.map(({ deal, amount, quote = "0x" }) => ({ deal: toDeal(deal), amount, quote }));
  return call(hub.openMany, [all]);
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
