import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { packTerms, type Deal } from "../deals.js";
import { coveredUntil, owedAt } from "./accrual.js";
import { readDeal } from "./readDeal.js";
import type { DealStanding } from "./standing.js";

/** The current standing of a stream or subscription. Amounts are base units of SCV. */
export interface AccrualStanding extends DealStanding {
  /** Everything that it has owed until now, funded or not. */
  owed: bigint;
  /** What it owes and is not funded; the next top-up pays it first. */
  arrears: bigint;
  /** When its funds will be used up, or its deadline if that is earlier: seconds since 1970. */
  fundedUntil: bigint;
}

/**
 * Reads the current standing of a stream.
 * @param dealOrId The deal, or its id, which is then looked up in the events.
 * @throws ServiceCoinError `DealNotFound` for an id that was never opened, `HubWrongKind` for another kind of deal
 */
export async function readStream(client: Client, dealOrId: Deal | string): Promise<AccrualStanding> {
  return readAccrual(client, dealOrId, "stream");
}

/**
 * Reads the current standing of a subscription.
 * @param dealOrId The deal, or its id, which is then looked up in the events.
 * @throws ServiceCoinError `DealNotFound` for an id that was never opened, `HubWrongKind` for another kind of deal
 */
export async function readSubscription(client: Client, dealOrId: Deal | string): Promise<AccrualStanding> {
  return readAccrual(client, dealOrId, "subscription");
}

async function readAccrual(
  client: Client,
  dealOrId: Deal | string,
  kind: "stream" | "subscription",
): Promise<AccrualStanding> {
  const [standing, now] = await Promise.all([readDeal(client, dealOrId), withErrors(() => nextTime(client))]);
  const { deal, dealId, funded } = standing;
  if (standing.kind !== kind) {
    throw new ServiceCoinError("HubWrongKind", { index: 0n, id: dealId, terms: packTerms(deal) });
  }
  const owed = owedAt(deal, now);
  const arrears = standing.state === "open" && owed > funded ? owed - funded : 0n;
  return { ...standing, owed, arrears, fundedUntil: coveredUntil(deal, funded) };
}
