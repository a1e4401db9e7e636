import { readFile } from "node:fs/promises";
import type { Logger } from "pino";
import { replaceFile } from "@servicecoin/daemon";
import { AlertBook, type Alert, type AlertState } from "./alerts.js";
import type { Channel } from "./channels/channel.js";
import { Delivery, type Pending } from "./channels/delivery.js";
import { type Look, type Mark, REMEMBERED, takeLook, type Sources } from "./look.js";
import { MonitorMetrics } from "./metrics.js";
import type { Finding } from "./rules/rule.js";
import type { Watched } from "./settings.js";

/** What a monitor needs. */
export interface MonitorOptions extends Sources {
  rules: readonly Watched[];
  channels: readonly Channel[];
  /** File that survives a restart: what is open, and what was not delivered. */
  state: string;
  log: Logger;
}

/** The content of the state file. */
interface Saved {
  version: 1;
  /** Chain id and hash of the first block. */
  chain: string;
  marks: Mark[];
  alerts: AlertState;
  pending: Pending[];
}

/** Rules about the monitor itself: what it cannot check must not look as if all were well. */
const NODE = { rule: "node", title: "The node answers", severity: "critical", isNotice: false } as const;
const UNCHECKED = {
  rule: "unchecked",
  title: "Every rule can be checked",
  severity: "warning",
  isNotice: false,
} as const;

/** Watches a system from outside, look by look. */
export class Monitor {
  readonly metrics: MonitorMetrics;
  readonly #options: MonitorOptions;
  readonly #chain: string;
  readonly #book: AlertBook;
  readonly #delivery: Delivery;
  #marks: Mark[];
  #faults: readonly string[] = ["no look yet"];
  #lastLook: { block: number; time: string } | undefined;

  private constructor(options: MonitorOptions, chain: string, saved: Saved | undefined) {
    const { client, channels, rules, log } = options;
    this.#options = options;
    this.metrics = new MonitorMetrics(
      channels.map(({ name }) => name),
      rules.map(({ rule }) => rule.name),
    );
    this.#chain = chain;
    this.#book = new AlertBook(client.chainId, saved?.alerts);
    this.#marks = saved?.marks ?? [];
    const onFailed = (channel: string, error: Error, failures: number) => {
      this.metrics.onFailed(channel);
      log.warn({ channel, failures, reason: error.message }, "an alert was not delivered");
    };
    const onDelivered = (channel: string) => {
      this.metrics.onDelivered(channel);
    };
    this.#delivery = new Delivery(channels, { onDelivered, onFailed }, saved?.pending);
  }

  /**
   * Opens a monitor with what it knew before. What it knew of another chain is left behind: a local chain that was
   * started again has other blocks.
   * @throws Error when the state file cannot be read or is not valid
   */
  static async open(options: MonitorOptions): Promise<Monitor> {
    const genesis = await options.provider.getBlock(0);
    const chain = `${options.client.chainId}/${genesis?.hash ?? ""}/${options.client.addresses.ServiceDAO}`;
    const saved = await readSaved(options.state);
    return new Monitor(options, chain, saved?.chain === chain ? saved : undefined);
  }

  /** What is firing. */
  get open(): AlertBook["open"] {
    return this.#book.open;
  }

  /** Whether every rule could be checked in the last look. */
  readiness(): { ready: boolean; reasons: readonly string[] } {
    return { ready: this.#faults.length === 0, reasons: this.#faults };
  }

  /** What else `/readyz` tells. */
  facts(): object {
    return { look: this.#lastLook ?? null, open: this.open.length, undelivered: this.#delivery.pending.length };
  }

  /** Looks once, and tells what is new. @returns the alerts. Throws only if the state cannot be written. */
  async round(): Promise<Alert[]> {
    const { rules } = this.#options;
    const now = Date.now();
    const alerts: Alert[] = [];
    const take = (found: Parameters<AlertBook["take"]>[0]) => {
      alerts.push(...this.#book.take(found, now));
    };
    const look = await this.#look();
    if (look instanceof Error) {
      take({ ...NODE, findings: [{ cause: "node", message: `The node does not answer: ${look.message}`, facts: {} }] });
      this.#faults = [`node: ${look.message}`];
    } else {
      take({ ...NODE, findings: [] });
      const unchecked: Finding[] = [];
      for (const { rule, severity, settings } of rules) {
        const { name, title, invariant, isNotice = false } = rule;
        let findings: readonly Finding[] | undefined;
        try {
          findings = await rule.find(look, settings);
        } catch (error) {
          this.metrics.onUnchecked(name);
          const { message } = error as Error;
          unchecked.push({ cause: name, message: `The rule ${name} cannot be checked: ${message}`, facts: {} });
        }
        take({ ...{ rule: name, title, severity, invariant, isNotice, findings } });
      }
      take({ ...UNCHECKED, findings: unchecked });
      // Notices of blocks that a rule did not see would be lost.
      if (unchecked.length === 0) this.#remember(look);
      this.#faults = unchecked.map(({ cause }) => `rule ${cause}`);
    }
    const watched = new Set([NODE.rule, UNCHECKED.rule, ...rules.map(({ rule }) => rule.name)]);
    alerts.push(...this.#book.forget(watched, now));
    for (const { rule, status } of alerts) this.metrics.onAlert(rule, status);
    this.metrics.onOpen(this.#book, [...watched]);
    this.#delivery.add(alerts);
    // Before and after: an alert may be told twice after a crash, but never be lost.
    if (alerts.length > 0) await this.#save();
    await this.#delivery.flush();
    await this.#save();
    return alerts;
  }

  async #look(): Promise<Look | Error> {
    try {
      const look = await takeLook(this.#options, this.#marks);
      this.metrics.onLook(look.at.block);
      this.#lastLook = { block: look.at.block, time: new Date(look.now * 1_000).toISOString() };
      return look;
    } catch (error) {
      return error as Error;
    }
  }

  #remember({ at }: Look): void {
    const kept = this.#marks.filter(([number]) => number < at.block);
    this.#marks = [...kept, [at.block, at.hash] as const].slice(-REMEMBERED);
  }

  async #save(): Promise<void> {
    const saved: Saved = {
      ...{ version: 1, chain: this.#chain, marks: this.#marks },
      ...{ alerts: this.#book.state, pending: [...this.#delivery.pending] },
    };
    await replaceFile(this.#options.state, `${JSON.stringify(saved)}\n`);
  }
}

async function readSaved(file: string): Promise<Saved | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const saved = JSON.parse(text) as Saved | { version: unknown };
    if (saved.version === 1) return saved as Saved;
  } catch {
    // Falls through to the error below, which names the file.
  }
  throw new Error(`${file} is not the state of a monitor: move it away`);
}
