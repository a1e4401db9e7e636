import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Name, meaning and labels of a metric. Prometheus' conventions: base units, and `_total` at the end of a counter. */
export interface MetricOptions<Label extends string = never> {
  /** Without the prefix that all metrics of the program share. */
  name: string;
  help: string;
  labelNames?: readonly Label[];
}

/**
 * Metrics of one program, each named `servicecoin_<program>_<name>`, with those of the process. They use their own
 * registry, because several programs may run in one process.
 */
export class Metrics {
  private readonly registry = new Registry();

  /** @param program For example `facilitator`. */
  constructor(private readonly program: string) {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Adds a value that is read when the metrics are collected. If reading it fails, it is NaN. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      ...this.common({ name, help }),
      async collect() {
        // A failing node must not hide the other metrics.
        this.set(await valueOf(read));
      },
    });
  }

  /** Adds a count that is kept elsewhere, and read when the metrics are collected. If reading fails, it is missing. */
  total(name: string, help: string, read: () => number | Promise<number>): void {
    new Counter({
      ...this.common({ name, help }),
      async collect() {
        const value = await valueOf(read);
        this.reset();
        if (!Number.isNaN(value)) this.inc(value);
      },
    });
  }

  /** Adds values that are set as they change. */
  state<Label extends string = never>(options: MetricOptions<Label>): Gauge<Label> {
    return new Gauge({ ...this.common(options), labelNames: [...(options.labelNames ?? [])] });
  }

  /** Adds a count. */
  counter<Label extends string = never>(options: MetricOptions<Label>): Counter<Label> {
    return new Counter({ ...this.common(options), labelNames: [...(options.labelNames ?? [])] });
  }

  /** Adds a distribution. @param buckets Upper bounds, in the base unit. */
  histogram<Label extends string = never>(options: MetricOptions<Label>, buckets: readonly number[]): Histogram<Label> {
    const labelNames = [...(options.labelNames ?? [])];
    return new Histogram({ ...this.common(options), labelNames, buckets: [...buckets] });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Returns the metrics in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private common({ name, help }: Pick<MetricOptions, "name" | "help">) {
    return { name: `servicecoin_${this.program}_${name}`, help, registers: [this.registry] };
  }
}

async function valueOf(read: () => number | Promise<number>): Promise<number> {
  try {
    return await read();
  } catch {
    return NaN;
  }
}
