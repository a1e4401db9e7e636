import type * as z from "zod";
import type { Look } from "../look.js";

/** How urgent a finding is. */
export const SEVERITIES = ["info", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something that a rule found. */
export interface Finding {
  /** Tells findings of one rule apart: an address, a proposal, a transaction. Stays the same while it lasts. */
  cause: string;
  /** One sentence with the values. */
  message: string;
  /** The values for programs: amounts in base units, times in seconds since 1970. */
  facts: Readonly<Record<string, string | number | boolean>>;
}

/** Something to watch. */
export interface Rule<Settings = unknown> {
  name: string;
  title: string;
  severity: Severity;
  /** Number in test/invariants/README.md of what it watches from outside. */
  invariant?: number;
  /** Whether its findings are events: each is told once and ends by itself. Others last until they are gone. */
  isNotice?: boolean;
  /** Whether it needs an index. Without one it is left out. */
  needsIndex?: boolean;
  /** Its thresholds. Every field has a default. */
  settings: z.ZodType<Settings>;
  find: (look: Look, settings: Settings) => Promise<Finding[]>;
}

/** Declares a rule; only helps with its types. */
export function rule<Settings>(declared: Rule<Settings>): Rule<Settings> {
  return declared;
}
