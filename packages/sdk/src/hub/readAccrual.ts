import { chainTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { packTerms, type Deal } from "../deals.js";
import { coveredUntil, owedAt } from "./accrual.js";
import { readDeal, type DealStanding } from "./readDeal.js";

/** Where a stream or subscription stands now. Amounts are base units of SCV. */
export interface AccrualStanding extends DealStanding {
  /** All that it has owed until now, funded or not. */
  owed: bigint;
  /** What it owes and nobody has funded; the next top-up pays it first. */
  arrears: bigint;
  /** When what is funded will be used up, or its deadline if that is before: seconds since 1970. */
  fundedUntil: bigint;
}

/** Reads a stream or a subscription. @throws ServiceCoinError `HubWrongKind`, `DealNotFound` */
export async function readAccrual(
  client: Client,
  dealOrId: Deal | string,
  kind: "stream" | "subscription",
): Promise<AccrualStanding> {
  const [standing, now] = await Promise.all([readDeal(client, dealOrId), withErrors(() => chainTime(client))]);
  const { deal, dealId, funded } = standing;
  if (standing.kind !== kind) {
    throw new ServiceCoinError("HubWrongKind", { index: 0n, id: dealId, terms: packTerms(deal) });
  }
  const owed = owedAt(deal, now);
  const arrears = standing.state === "open" && owed > funded ? owed - funded : 0n;
  return { ...standing, owed, arrears, fundedUntil: coveredUntil(deal, funded) };
}
