import type { Alert } from "../alerts.js";
import type { Channel } from "./channel.js";

/** An alert that a channel has not taken yet. Can be written as JSON. */
export interface Pending {
  channel: string;
  alert: Alert;
  failures: number;
  /** Milliseconds since 1970 before which it is not tried again. */
  after: number;
}

/** What happened to a delivery. */
export interface DeliveryListener {
  onDelivered(channel: string): void;
  onFailed(channel: string, error: Error, failures: number): void;
}

const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;
/** Alerts per channel that wait at most; the oldest give way. A channel that is down for weeks must not fill the disk. */
const MOST_PENDING = 1_000;

/** Delivers alerts to every channel, in order, and tries again what failed. */
export class Delivery {
  #pending: Pending[];

  constructor(
    private readonly channels: readonly Channel[],
    private readonly listener: DeliveryListener,
    pending: readonly Pending[] = [],
  ) {
    const known = new Set(channels.map(({ name }) => name));
    this.#pending = pending.filter(({ channel }) => known.has(channel));
  }

  get pending(): readonly Pending[] {
    return this.#pending;
  }

  /** Takes alerts for every channel. */
  add(alerts: readonly Alert[]): void {
    for (const { name } of this.channels) {
      this.#pending.push(...alerts.map((alert) => ({ channel: name, alert, failures: 0, after: 0 })));
      const own = this.#pending.filter(({ channel }) => channel === name);
      const dropped = new Set(own.slice(0, Math.max(0, own.length - MOST_PENDING)));
      this.#pending = this.#pending.filter((one) => !dropped.has(one));
    }
  }

  /** Delivers what is due. Never throws. */
  async flush(now = Date.now()): Promise<void> {
    await Promise.all(this.channels.map((channel) => this.#flush(channel, now)));
  }

  async #flush(channel: Channel, now: number): Promise<void> {
    for (const one of this.#pending.filter(({ channel: name }) => name === channel.name)) {
      // The order stays: "resolved" must not come before "firing".
      if (one.after > now) return;
      try {
        await channel.deliver(one.alert, AbortSignal.timeout(TIMEOUT_MS));
      } catch (error) {
        one.failures++;
        one.after = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, one.failures - 1));
        this.listener.onFailed(channel.name, error as Error, one.failures);
        return;
      }
      this.#pending = this.#pending.filter((other) => other !== one);
      this.listener.onDelivered(channel.name);
    }
  }
}
