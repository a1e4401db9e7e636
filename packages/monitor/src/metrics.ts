import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { AlertBook } from "./alerts.js";
import type { DeliveryListener } from "./channels/delivery.js";
import { SEVERITIES } from "./rules/rule.js";

/** Metrics of one monitor, in a registry of their own. */
export class MonitorMetrics implements DeliveryListener {
  readonly #registry = new Registry();
  readonly #open = this.#gauge("alerts_open", "Alerts that are firing, by rule and severity.", ["rule", "severity"]);
  readonly #alerts = this.#counter("alerts_total", "Alerts by rule and status.", ["rule", "status"]);
  readonly #deliveries = this.#counter("deliveries_total", "Deliveries by channel and outcome.", [
    "channel",
    "outcome",
  ]);
  readonly #unchecked = this.#counter("rule_failures_total", "Times that a rule could not be checked.", ["rule"]);
  readonly #lastLook = this.#gauge("last_look_timestamp_seconds", "When the chain was last looked at.", []);
  readonly #block = this.#gauge("block", "The last block that was looked at.", []);
  readonly #ready = this.#gauge("ready", "1 if every rule can be checked, otherwise 0.", []);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
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

  onOpen({ open }: AlertBook, rules: readonly string[], isReady: boolean): void {
    for (const rule of rules) {
      for (const severity of SEVERITIES) {
        const count = open.filter((alert) => alert.rule === rule && alert.severity === severity).length;
        this.#open.set({ rule, severity }, count);
      }
    }
    this.#ready.set(isReady ? 1 : 0);
  }

  onDelivered(channel: string): void {
    this.#deliveries.inc({ channel, outcome: "delivered" });
  }

  onFailed(channel: string): void {
    this.#deliveries.inc({ channel, outcome: "failed" });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Returns the metrics in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `servicecoin_monitor_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name: `servicecoin_monitor_${name}`, help, labelNames, registers: [this.#registry] });
  }
}
