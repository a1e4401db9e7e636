import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { formatEther } from "ethers";
import type { DiscoveryStats } from "../discovery/startDiscovery.js";
import type { BatchFinished, BatchSent, PaymentEnded, SettlementListener, SettlerLoad } from "../settlement/settlerTypes.js";

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120];
const SIZES = [1, 2, 5, 10, 20, 50, 100, 150, 200];

/** Values that are read when the metrics are collected. */
export interface MetricsSource {
  load: () => SettlerLoad;
  /** Balance of the account that pays the gas, in wei. */
  balance: () => Promise<bigint>;
  /** Statistics of the catalog; undefined without discovery. */
  catalog?: (() => DiscoveryStats) | undefined;
}

/** Metrics of one facilitator. They use their own registry, because several facilitators may run in one process. */
export class Metrics implements SettlementListener {
  private readonly registry = new Registry();
  private readonly verifications = new Counter({
    name: "servicecoin_facilitator_verifications_total",
    help: "Payments verified, by outcome (valid, invalid, refused) and reason.",
    labelNames: ["outcome", "reason"],
    registers: [this.registry],
  });
  private readonly settlements = new Counter({
    name: "servicecoin_facilitator_settlements_total",
    help: "Payments that ended, by outcome (settled, failed, refused) and reason.",
    labelNames: ["outcome", "reason"],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: "servicecoin_facilitator_settlement_seconds",
    help: "Seconds from the request of a settlement to its end.",
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly sizes = new Histogram({
    name: "servicecoin_facilitator_batch_payments",
    help: "Payments in a batch.",
    buckets: SIZES,
    registers: [this.registry],
  });
  private readonly replacements = new Counter({
    name: "servicecoin_facilitator_replacements_total",
    help: "Replacement transactions sent with higher fees.",
    registers: [this.registry],
  });
  private readonly gas = new Counter({
    name: "servicecoin_facilitator_gas_used_total",
    help: "Gas used by batches in blocks.",
    registers: [this.registry],
  });
  private readonly fees = new Counter({
    name: "servicecoin_facilitator_fees_ether_total",
    help: "Ether paid for the gas of batches.",
    registers: [this.registry],
  });

  constructor(source: MetricsSource) {
    this.gauge("payments_in_flight", "Requested payments without an outcome.", () => source.load().payments);
    this.gauge("batches_open", "Sent batches without final outcomes.", () => source.load().batches);
    this.gauge("capacity_payments", "Limit of payments in flight.", () => source.load().capacity);
    this.gauge("account_balance_ether", "Ether of the account that pays the gas.", async () =>
      Number(formatEther(await source.balance())),
    );
    const { catalog } = source;
    if (catalog) {
      this.gauge("services_listed", "Services for sale.", () => catalog().services);
      this.gauge("services_answering", "Services whose endpoint requires a payment.", () => catalog().answering);
      this.gauge(
        "services_silent",
        "Services whose endpoint does not respond as expected.",
        () => catalog().notAnswering,
      );
      this.gauge("services_outdated", "1 while the list of services is outdated, otherwise 0.", () =>
        catalog().outdated === undefined ? 0 : 1,
      );
    }
    collectDefaultMetrics({ register: this.registry });
  }

  onVerified(outcome: "valid" | "invalid" | "refused", reason = ""): void {
    this.verifications.inc({ outcome, reason });
  }

  onSent({ payments, isReplacement }: BatchSent): void {
    if (isReplacement) this.replacements.inc();
    else this.sizes.observe(payments);
  }

  onFinished({ gasUsed = 0n, fee = 0n }: BatchFinished): void {
    this.gas.inc(Number(gasUsed));
    this.fees.inc(Number(formatEther(fee)));
  }

  onEnded({ status, reason = "", seconds }: PaymentEnded): void {
    // The caller receives a problem response, which is counted as refused.
    if (status === "unsent") return;
    this.settlements.inc({ outcome: status, reason });
    this.seconds.observe(seconds);
  }

  /** Counts a settlement request that was rejected, or for which nothing was sent. */
  onRefused(reason: string): void {
    this.settlements.inc({ outcome: "refused", reason });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Returns the metrics in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name: `servicecoin_facilitator_${name}`,
      help,
      registers: [this.registry],
      async collect() {
        try {
          this.set(await read());
        } catch {
          // A failing node must not hide the other metrics.
          this.set(NaN);
        }
      },
    });
  }
}
