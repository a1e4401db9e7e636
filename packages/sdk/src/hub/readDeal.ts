import { ZeroAddress } from "ethers";
import { inNextBlock } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { toDeal, type Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";
import { findDeal } from "./openedDeals.js";
import { kindOf, timesOf, type DealStanding } from "./standing.js";
import { dealStateOf } from "./states.js";

/**
 * Reads the current standing of a deal.
 * @param dealOrId The deal, or its id, which is then looked up in the events.
 * @throws ServiceCoinError `DealNotFound` for an id that was never opened
 * @example
 * ```ts
 * const { state, due } = await readDeal(client, dealId);
 * console.log(state, formatScv(due), "SCV due");
 * ```
 */
export async function readDeal(client: Client, dealOrId: Deal | string): Promise<DealStanding> {
  const deal = typeof dealOrId === "string" ? await findDeal(client, dealOrId) : dealOrId;
  return withErrors(async () => {
    const { hub } = client;
    const dealId = dealIdOf(client, deal);
    const [{ funded, paid, markedAt, status }, due, refundable] = await Promise.all([
      hub.escrowOf(dealId),
      inNextBlock((at) => hub.dueOf(toDeal(deal), at)),
      inNextBlock((at) => hub.refundableOf(toDeal(deal), ZeroAddress, at)),
    ]);
    const state = dealStateOf(status);
    const times = timesOf(deal, state, markedAt);
    return { dealId, deal, kind: kindOf(deal), state, funded, paid, left: funded - paid, due, refundable, times };
  });
}
