import type { Client } from "../core/client.js";
import type { Deal } from "../deals.js";
import { readAccrual, type AccrualStanding } from "../hub/readAccrual.js";

/**
 * Where a subscription stands now.
 * @param dealOrId Of one that was opened the id is enough; it is then looked up in the events.
 * @throws ServiceCoinError `DealNotFound` for an id that was never opened, `HubWrongKind` for another kind of deal
 */
export async function readSubscription(client: Client, dealOrId: Deal | string): Promise<AccrualStanding> {
  return readAccrual(client, dealOrId, "subscription");
}
