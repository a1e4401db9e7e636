import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { readIndexedDeals } from "./indexedDeals.js";
import { listDeals, type DealFilter } from "./openedDeals.js";
import { readDeal } from "./readDeal.js";
import { kindOf, type DealStanding } from "./standing.js";

/** Which deals to read. Default: all. */
export interface StandingFilter extends DealFilter {
  kind?: DealStanding["kind"] | undefined;
  /** Only those in which this account is payer, payee or arbiter. */
  party?: string | undefined;
}

/** Deals to read concurrently. */
const AT_ONCE = 50;

/**
 * Reads the current standings of all deals, in the order in which they were opened. With an indexer, `due` and
 * `refundable` are those at the time of its block.
 * @throws ServiceCoinError `Unreachable`
 * @example
 * ```ts
 * const orders = await readDeals(client, { kind: "order", party: await accountOf(client) });
 * ```
 */
export async function readDeals(client: Client, filter: StandingFilter = {}): Promise<DealStanding[]> {
  const { indexer } = client;
  if (indexer !== undefined) return withErrors(() => readIndexedDeals(client, indexer, filter));
  const { kind, party, ...parties } = filter;
  const opened = (await listDeals(client, parties))
    .map(({ deal }) => deal)
    .filter((deal) => kind === undefined || kindOf(deal) === kind)
    .filter(({ payer, payee, arbiter }) => party === undefined || [payer, payee, arbiter].includes(party));
  const standings: DealStanding[] = [];
  for (let from = 0; from < opened.length; from += AT_ONCE) {
    const some = opened.slice(from, from + AT_ONCE);
    standings.push(...(await Promise.all(some.map((deal) => readDeal(client, deal)))));
  }
  return standings;
}
