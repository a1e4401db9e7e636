import { formatEther } from "ethers";
import { Metrics } from "@servicecoin/health";
import type { DiscoveryStats } from "../discovery/startDiscovery.js";
import type {
  BatchFinished,
  BatchSent,
  PaymentEnded,
  SettlementListener,
  SettlerLoad,
} from "../settlement/settlerTypes.js";

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

/** Metrics of one facilitator: what the settlement reports, and what is read when they are collected. */
export class FacilitatorMetrics implements SettlementListener {
  readonly all = new Metrics("facilitator");
  private readonly verifications = this.all.counter({
    name: "verifications_total",
    help: "Payments verified, by outcome (valid, invalid, refused) and reason.",
    labelNames: ["outcome", "reason"],
  });
  private readonly settlements = this.all.counter({
    name: "settlements_total",
    help: "Payments that ended, by outcome (settled, failed, refused) and reason.",
    labelNames: ["outcome", "reason"],
  });
  private readonly seconds = this.all.histogram(
    { name: "settlement_seconds", help: "Seconds from the request of a settlement to its end." },
    SECONDS,
  );
  private readonly sizes = this.all.histogram({ name: "batch_payments", help: "Payments in a batch." }, SIZES);
  private readonly replacements = this.all.counter({
    name: "replacements_total",
    help: "Replacement transactions sent with higher fees.",
  });
  private readonly gas = this.all.counter({ name: "gas_used_total", help: "Gas used by batches in blocks." });
  private readonly fees = this.all.counter({
    name: "fees_ether_total",
    help: "Ether paid for the gas of batches.",
  });

  #settled = 0;
  #settledAt: Date | undefined;

  constructor(source: MetricsSource) {
    this.all.gauge("payments_in_flight", "Requested payments without an outcome.", () => source.load().payments);
    this.all.gauge("batches_open", "Sent batches without final outcomes.", () => source.load().batches);
    this.all.gauge("capacity_payments", "Limit of payments in flight.", () => source.load().capacity);
    this.all.gauge("account_balance_ether", "Ether of the account that pays the gas.", async () =>
      Number(formatEther(await source.balance())),
    );
    const { catalog } = source;
    if (catalog) {
      this.all.gauge("services_listed", "Services for sale.", () => catalog().services);
      this.all.gauge("services_answering", "Services whose endpoint requires a payment.", () => catalog().answering);
      this.all.gauge(
        "services_silent",
        "Services whose endpoint does not respond as expected.",
        () => catalog().notAnswering,
      );
      this.all.gauge("services_outdated", "1 while the list of services is outdated, otherwise 0.", () =>
        catalog().outdated === undefined ? 0 : 1,
      );
    }
  }

  /** Payments settled since the start, and when the last one was, as an ISO 8601 time. */
  get settled(): { payments: number; lastAt: string | null } {
    return { payments: this.#settled, lastAt: this.#settledAt?.toISOString() ?? null };
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
    if (status === "settled") {
      this.#settled += 1;
      this.#settledAt = new Date();
    }
    this.settlements.inc({ outcome: status, reason });
    this.seconds.observe(seconds);
  }

  /** Counts a settlement request that was rejected, or for which nothing was sent. */
  onRefused(reason: string): void {
    this.settlements.inc({ outcome: "refused", reason });
  }
}
