import { Metrics } from "@servicecoin/health";
import { ALERT_STATUSES, type AlertBook } from "./alerts.js";
import type { DeliveryListener } from "./channels/delivery.js";
import { SEVERITIES } from "./rules/rule.js";

/** Metrics of one monitor, with those of the process. */
export class MonitorMetrics implements DeliveryListener {
  readonly all = new Metrics("monitor");
  readonly #open = this.all.state({
    name: "alerts_open",
    help: "Alerts that are firing, by rule and severity.",
    labelNames: ["rule", "severity"],
  });
  readonly #alerts = this.all.counter({
    name: "alerts_total",
    help: "Alerts by rule and status.",
    labelNames: ["rule", "status"],
  });
  readonly #deliveries = this.all.counter({
    name: "deliveries_total",
    help: "Deliveries by channel and outcome.",
    labelNames: ["channel", "outcome"],
  });
  readonly #unchecked = this.all.counter({
    name: "rule_failures_total",
    help: "Times that a rule could not be checked.",
    labelNames: ["rule"],
  });
  readonly #lastLook = this.all.state({
    name: "last_look_timestamp_seconds",
    help: "When the chain was last looked at.",
  });
  readonly #block = this.all.state({ name: "block", help: "The last block that was looked at." });

  /** Prometheus sees no increase in a series that begins with its first event, so each begins with 0. */
  constructor(channels: readonly string[], rules: readonly string[]) {
    for (const channel of channels) {
      for (const outcome of ["delivered", "failed"]) this.#deliveries.inc({ channel, outcome }, 0);
    }
    for (const rule of rules) {
      this.#unchecked.inc({ rule }, 0);
      for (const status of ALERT_STATUSES) this.#alerts.inc({ rule, status }, 0);
    }
  }

  onAlert(rule: string, status: string): void {
    this.#alerts.inc({ rule, status });
  }

  onUnchecked(rule: string): void {
    this.#unchecked.inc({ rule });
  }

  onLook(block: number): void {
    this.#lastLook.set(Date.now() / 1_000);
    this.#block.set(block);
  }

  onOpen({ open }: AlertBook, rules: readonly string[]): void {
    for (const rule of rules) {
      for (const severity of SEVERITIES) {
        const count = open.filter((alert) => alert.rule === rule && alert.severity === severity).length;
        this.#open.set({ rule, severity }, count);
      }
    }
  }

  onDelivered(channel: string): void {
    this.#deliveries.inc({ channel, outcome: "delivered" });
  }

  onFailed(channel: string): void {
    this.#deliveries.inc({ channel, outcome: "failed" });
  }
}
