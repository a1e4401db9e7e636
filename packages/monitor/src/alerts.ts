import { randomUUID } from "node:crypto";
import type { Finding, Severity } from "./rules/rule.js";

/** `firing` and `resolved` come once each for a cause; a `notice` stands alone. */
export const ALERT_STATUSES = ["firing", "resolved", "notice"] as const;

/** Something to tell people. */
export interface Alert {
  /** Of this message; a channel that gets it twice can tell by it. */
  id: string;
  status: (typeof ALERT_STATUSES)[number];
  rule: string;
  title: string;
  severity: Severity;
  invariant?: number | undefined;
  cause: string;
  message: string;
  facts: Finding["facts"];
  /** When it began, as an ISO 8601 time. */
  since: string;
  /** When it was noticed or ended. */
  at: string;
  chainId: string;
}

/** What a rule found in a look. */
export interface Found {
  rule: string;
  title: string;
  severity: Severity;
  invariant?: number | undefined;
  isNotice: boolean;
  /** Undefined when it could not be checked: what is open stays open. */
  findings: readonly Finding[] | undefined;
}

/** What is open, and which notices were given. Can be written as JSON. */
export interface AlertState {
  open: Record<string, Omit<Alert, "id" | "status" | "at">>;
  notices: string[];
}

/** Notices that are remembered, so that blocks that come again do not repeat them. */
const REMEMBERED = 2_000;

/** Turns findings into alerts: once when a cause appears, and once when it is gone. */
export class AlertBook {
  readonly #chainId: string;
  readonly #open: Map<string, Omit<Alert, "id" | "status" | "at">>;
  readonly #notices: Set<string>;

  constructor(chainId: bigint, { open, notices }: AlertState = { open: {}, notices: [] }) {
    this.#chainId = String(chainId);
    this.#open = new Map(Object.entries(open));
    this.#notices = new Set(notices);
  }

  /** What is open, the oldest first. */
  get open(): readonly Omit<Alert, "id" | "status" | "at">[] {
    return [...this.#open.values()];
  }

  get state(): AlertState {
    return { open: Object.fromEntries(this.#open), notices: [...this.#notices].slice(-REMEMBERED) };
  }

  /** Takes what a rule found. @param now When, in milliseconds since 1970. */
  take({ findings, isNotice, ...rule }: Found, now: number): Alert[] {
    if (findings === undefined) return [];
    const at = new Date(now).toISOString();
    const alertOf = (finding: Finding) => ({ ...rule, ...finding, since: at, chainId: this.#chainId });
    if (isNotice) {
      const fresh = findings.filter(({ cause }) => !this.#notices.has(keyOf(rule.rule, cause)));
      for (const { cause } of fresh) this.#notices.add(keyOf(rule.rule, cause));
      return fresh.map((finding) => ({ id: randomUUID(), status: "notice", ...alertOf(finding), at }));
    }
    const alerts: Alert[] = [];
    const causes = new Set(findings.map(({ cause }) => keyOf(rule.rule, cause)));
    for (const finding of findings) {
      const key = keyOf(rule.rule, finding.cause);
      const before = this.#open.get(key);
      this.#open.set(key, { ...alertOf(finding), since: before?.since ?? at });
      if (before === undefined) alerts.push({ id: randomUUID(), status: "firing", ...alertOf(finding), at });
    }
    return [...alerts, ...this.#resolve((key, open) => open.rule === rule.rule && !causes.has(key), at)];
  }

  /** Ends what is open of rules that are no longer watched. */
  forget(watched: ReadonlySet<string>, now: number): Alert[] {
    return this.#resolve((_key, { rule }) => !watched.has(rule), new Date(now).toISOString());
  }

  #resolve(isOver: (key: string, alert: Omit<Alert, "id" | "status" | "at">) => boolean, at: string): Alert[] {
    const over = [...this.#open].filter(([key, alert]) => isOver(key, alert));
    for (const [key] of over) this.#open.delete(key);
    return over.map(([, alert]) => ({ id: randomUUID(), status: "resolved", ...alert, at }));
  }
}

function keyOf(rule: string, cause: string): string {
  return `${rule}:${cause}`;
}
