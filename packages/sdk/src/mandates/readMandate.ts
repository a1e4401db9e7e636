import { inNextBlock, nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Mandate } from "../deals.js";
import { mandateIdOf } from "../hub/ids.js";
import { findMandate } from "./acceptedMandates.js";

const STATES = ["none", "accepted", "revoked"] as const;

/** The current standing of a mandate. Amounts are base units of SCV. */
export interface MandateStanding {
  mandateId: string;
  mandate: Mandate;
  state: (typeof STATES)[number];
  /** What was charged in the current period. */
  charged: bigint;
  /** What the mandate allows the payee to charge now; 0 until it is accepted. */
  chargeable: bigint;
  /** What a charge could collect now: `chargeable`, limited by the payer's allowance for the hub and balance. */
  payable: bigint;
  /**
   * When the next period starts, in seconds since 1970; before the first period, its start; undefined when the mandate
   * is over by then.
   */
  nextPeriod: bigint | undefined;
}

/**
 * Reads the current standing of a mandate.
 * @param mandateOrId The mandate, or its id, which is then looked up in the events.
 * @throws ServiceCoinError `MandateNotFound` for an id that was never accepted
 */
export async function readMandate(client: Client, mandateOrId: Mandate | string): Promise<MandateStanding> {
  const mandate = typeof mandateOrId === "string" ? await findMandate(client, mandateOrId) : mandateOrId;
  return withErrors(async () => {
    const { hub, coin, addresses } = client;
    const mandateId = mandateIdOf(client, mandate);
    const [{ charged, period, status }, chargeable, allowance, balance, now] = await Promise.all([
      hub.mandateState(mandateId),
      inNextBlock((at) => hub.chargeableOf(mandate, at)),
      coin.allowance(mandate.payer, addresses.PaymentHub),
      coin.balanceOf(mandate.payer),
      nextTime(client),
    ]);
    const started = now >= mandate.start;
    const current = started ? (now - mandate.start) / mandate.period : 0n;
    const next = mandate.start + (started ? current + 1n : 0n) * mandate.period;
    const state = STATES[Number(status)] ?? "none";
    const isOver = state === "revoked" || (mandate.end !== 0n && next >= mandate.end);
    return {
      mandateId,
      mandate,
      state,
      charged: period === current ? charged : 0n,
      chargeable,
      payable: [allowance, balance].reduce((least, each) => (each < least ? each : least), chargeable),
      nextPeriod: isOver ? undefined : next,
    };
  });
}
