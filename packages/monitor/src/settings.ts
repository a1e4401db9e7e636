import * as z from "zod";
import { fields, readSettings, whole, type SettingsFile } from "@servicecoin/daemon";
import { RULE_NAMES, ruleOf, type RuleName } from "./rules/index.js";
import { SEVERITIES, type Rule, type Severity } from "./rules/rule.js";

/** A rule that is watched, with its thresholds. */
export interface Watched {
  rule: Rule;
  severity: Severity;
  settings: unknown;
}

/** What a monitor watches, and whom it tells. */
export interface MonitorSettings {
  /** Seconds between two looks. */
  interval: number;
  rules: readonly Watched[];
  webhook: { url: string; secretVariable: string | undefined } | undefined;
  mail: { urlVariable: string; from: string; to: string[] } | undefined;
}

const variable = z
  .string({ error: "the name of an environment variable" })
  .regex(/^[A-Z_][A-Z0-9_]*$/, { error: "the name of an environment variable, such as MONITOR_SECRET" });

const url = z
  .string({ error: "a URL" })
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: "a URL that begins with https:// or http://",
  });

const mailbox = z
  .string({ error: "an e-mail address" })
  .regex(/^[^\s<>,;"]+@[^\s<>,;"]+$/, { error: "an e-mail address, such as ops@example.org" });

/** Its severity and thresholds. */
function watched(name: RuleName) {
  const { settings, severity } = ruleOf(name);
  return fields({
    severity: z.enum(SEVERITIES, { error: `one of ${SEVERITIES.join(", ")}` }).default(severity),
    ...(settings as z.ZodObject).shape,
  }).optional();
}

const schema = fields({
  interval: whole(1, 3_600, "seconds").default(15),
  off: z
    .array(z.enum(RULE_NAMES, { error: `one of ${RULE_NAMES.join(", ")}` }), { error: "a list of rules" })
    .default([]),
  rules: fields(
    Object.fromEntries(RULE_NAMES.map((name) => [name, watched(name)])) as Record<RuleName, ReturnType<typeof watched>>,
  ).default({} as never),
  channels: fields({
    webhook: fields({ url, secretVariable: variable.optional() }).optional(),
    mail: fields({
      urlVariable: variable,
      from: mailbox,
      to: z.array(mailbox, { error: "a list of e-mail addresses" }).min(1, { error: "at least one e-mail address" }),
    }).optional(),
  }).default({}),
});

/**
 * Reads what to watch from a file. Without one every rule is watched with its defaults, and the log is told.
 * @throws SettingsError
 */
export function readMonitorSettings(file: SettingsFile | undefined): MonitorSettings {
  const { interval, off, rules, channels } = readSettings("monitor's rules", schema, file);
  const all = RULE_NAMES.flatMap((name): Watched[] => {
    const rule = ruleOf(name);
    const own = (rules as Record<string, unknown>)[name];
    if (off.includes(name)) return [];
    const { severity = rule.severity, ...settings } = (own ?? {}) as { severity?: Severity };
    return [{ rule, severity, settings: own === undefined ? rule.settings.parse({}) : settings }];
  });
  const { webhook, mail } = channels;
  return {
    ...{ interval, rules: all, mail },
    webhook: webhook === undefined ? undefined : { url: webhook.url, secretVariable: webhook.secretVariable },
  };
}
