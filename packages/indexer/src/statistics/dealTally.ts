import type { Row } from "../store/schema.js";

/** A row of `deal_events` with what its deal has become. */
export interface DealEventRow extends Pick<Row<"dealEvents">, "event" | "time"> {
  id: string;
  toPayee: string;
  toPayer: string;
  deposited: string;
  kind: string;
  openedAt: number | null;
  deliveredAt: number | null;
  closedAt: number | null;
  paid: string;
  refunded: string;
}

export const DEAL_EVENT_COLUMNS =
  'e.event, e.time, e.deal_id as id, e.to_payee as "toPayee", e.to_payer as "toPayer", e.deposited, d.kind,' +
  ' d.opened_at as "openedAt", d.delivered_at as "deliveredAt", d.closed_at as "closedAt", d.paid, d.refunded' +
  " from deal_events e join deals d on d.id = e.deal_id";

/** Counts of what happened to deals, to which more can be added. */
export class DealTally {
  /** Deals opened, by kind. */
  readonly opened = new Map<string, number>();
  /** Streams and subscriptions that were canceled, by kind. */
  readonly canceled = new Map<string, number>();
  /** Orders. */
  delivered = 0;
  disputed = 0;
  resolved = 0;
  /** Orders that ended with something paid. */
  settled = 0;
  /** Orders that ended with nothing paid. */
  refunded = 0;
  /** Orders that ended with a refund and were never delivered. */
  undelivered = 0;
  /** Orders that were paid in full without a delivery. */
  paidAhead = 0;
  /** Seconds from opening to delivery, of orders that were delivered. */
  readonly toDelivery: number[] = [];
  /** Seconds from delivery to the end, of orders that ended with something paid. */
  readonly toRelease: number[] = [];
  // Escrow of all deals.
  deposited = 0n;
  toPayees = 0n;
  toPayers = 0n;
  readonly #ended = new Set<string>();

  add(rows: readonly DealEventRow[]): void {
    for (const row of rows) {
      const { event, kind } = row;
      if (event === "Opened") count(this.opened, kind);
      else if (event === "Canceled") count(this.canceled, kind);
      this.#addMoney(row);
      if (kind === "order") this.#addOrder(row);
    }
  }

  #addMoney({ event, toPayee, toPayer, deposited }: DealEventRow): void {
    if (event === "Opened" || event === "ToppedUp") this.deposited += BigInt(deposited);
    else if (event === "Released" || event === "Claimed") this.toPayees += BigInt(toPayee);
    else if (event !== "Delivered" && event !== "Disputed") {
      this.toPayees += BigInt(toPayee);
      this.toPayers += BigInt(toPayer);
    }
  }

  #addOrder({ event, time, id, openedAt, deliveredAt, closedAt, paid, refunded }: DealEventRow): void {
    if (event === "Delivered") {
      this.delivered++;
      if (openedAt !== null) this.toDelivery.push(time - openedAt);
    } else if (event === "Disputed") this.disputed++;
    else if (event === "Resolved") this.resolved++;
    // The event that ended it, or another in the same second.
    if (closedAt !== time || this.#ended.has(id)) return;
    this.#ended.add(id);
    const isPaid = BigInt(paid) > 0n;
    const isRefunded = BigInt(refunded) > 0n;
    if (isPaid) this.settled++;
    else this.refunded++;
    if (deliveredAt !== null) {
      if (isPaid) this.toRelease.push(time - deliveredAt);
    } else if (isRefunded) this.undelivered++;
    else this.paidAhead++;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
