import { ZeroAddress } from "ethers";
import { inNextBlock } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { toDeal, type Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";
import { findDeal } from "./openedDeals.js";
import { dealStateOf, type DealState } from "./states.js";

/** Seconds in which the arbiter must resolve a dispute; afterwards anyone can refund the payer. */
export const ARBITRATION_PERIOD = 30n * 86_400n;

/** The current standing of a deal. Amounts are base units of SCV, times are seconds since 1970. */
export interface DealStanding {
  dealId: string;
  deal: Deal;
  kind: "order" | "stream" | "subscription";
  state: DealState;
  /** Deposits minus refunds. */
  funded: bigint;
  /** What the payee has received, fees included. */
  paid: bigint;
  /** What is left in the deal. The payee may refund all of it. */
  left: bigint;
  /** What a claim would pay now. */
  due: bigint;
  /** What anyone could refund now. */
  refundable: bigint;
  times: DealTimes;
}

/**
 * The time limits that apply in the current state; the others are missing. Each `...Until` is the last second in which
 * the action is allowed; each `...After` is the last second in which it is not.
 */
export interface DealTimes {
  /** When the order was delivered or, later, disputed. */
  markedAt?: bigint;
  /** The payee can deliver until then. */
  deliverUntil?: bigint;
  /** The payer can dispute until then. */
  disputeUntil?: bigint;
  /** After this anyone can claim a delivered order for the payee. */
  claimableAfter?: bigint;
  /** The arbiter can decide until then. */
  resolveUntil?: bigint;
  /** After this anyone can refund what is not owed. */
  refundableAfter?: bigint;
}

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

/** What a deal is, by its period. */
export function kindOf({ period }: Pick<Deal, "period">): DealStanding["kind"] {
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
