import { ZeroAddress } from "ethers";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { DEAL_STATES } from "../core/sentences.js";
import { toDeal, type Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";
import { findDeal } from "./openedDeals.js";

/** Seconds that an arbiter has; then anyone refunds the payer. */
export const ARBITRATION_PERIOD = 30n * 86_400n;

/** `none`: never opened; `closed`: settled, canceled, or made void. Streams and subscriptions know only none, open and closed. */
export type DealState = (typeof DEAL_STATES)[number];

/** Where a deal stands now. Amounts are base units of SCV, times seconds since 1970. */
export interface DealStanding {
  dealId: string;
  deal: Deal;
  kind: "order" | "stream" | "subscription";
  state: DealState;
  /** What came in, less what was refunded. */
  funded: bigint;
  /** What the payee got of it, fees included. */
  paid: bigint;
  /** What is still there; the payee may refund all of it. */
  left: bigint;
  /** What a claim would pay now. */
  due: bigint;
  /** What anyone could refund now. */
  refundable: bigint;
  times: DealTimes;
}

/** Limits in time that count in the deal's state; those that do not are missing. The second named is still within the limit. */
export interface DealTimes {
  /** When an order was delivered or, later, disputed. */
  markedAt?: bigint;
  /** Until when the payee can deliver. */
  deliverUntil?: bigint;
  /** Until when the payer can dispute. */
  disputeUntil?: bigint;
  /** After this anyone claims a delivered order for the payee. */
  claimableAfter?: bigint;
  /** Until when the arbiter can decide. */
  resolveUntil?: bigint;
  /** After this anyone refunds what is not owed. */
  refundableAfter?: bigint;
}

/**
 * Where a deal stands now.
 * @param dealOrId Of a deal that was opened the id is enough; it is then looked up in the events.
 * @throws ServiceCoinError `DealNotFound` for an id that was never opened
 */
export async function readDeal(client: Client, dealOrId: Deal | string): Promise<DealStanding> {
  const deal = typeof dealOrId === "string" ? await findDeal(client, dealOrId) : dealOrId;
  return withErrors(async () => {
    const { hub } = client;
    const dealId = dealIdOf(client, deal);
    const [{ funded, paid, markedAt, status }, due, refundable] = await Promise.all([
      hub.escrowOf(dealId),
      hub.dueOf(toDeal(deal)),
      hub.refundableOf(toDeal(deal), ZeroAddress),
    ]);
    const state = DEAL_STATES[Number(status)];
    const times = timesOf(deal, state, markedAt);
    return { dealId, deal, kind: kindOf(deal), state, funded, paid, left: funded - paid, due, refundable, times };
  });
}

/** What a deal is, by its period. */
export function kindOf({ period }: Deal): DealStanding["kind"] {
  if (period === 0n) return "order";
  return period === 1n ? "stream" : "subscription";
}

function timesOf({ period, deadline, window, arbiter }: Deal, state: DealState, markedAt: bigint): DealTimes {
  if (period !== 0n) return state === "open" && deadline !== 0n ? { refundableAfter: deadline } : {};
  if (state === "open") return { deliverUntil: deadline, refundableAfter: deadline };
  const decided = markedAt + ARBITRATION_PERIOD;
  if (state === "disputed") return { markedAt, resolveUntil: decided, refundableAfter: decided };
  if (state !== "delivered") return {};
  const end = markedAt + window;
  return { markedAt, claimableAfter: end, ...(BigInt(arbiter) !== 0n && { disputeUntil: end }) };
}
