import { currentLanguage, useText } from "../i18n/text.ts";
import { useNow } from "./clock.ts";
import { duration } from "./format.ts";

/** A point in time, relative to now; the date is in the title. */
export function Time({ at }: { at: number | bigint }) {
  const t = useText();
  const now = useNow();
  const seconds = Number(at);
  const difference = seconds - now;
  const length = duration(difference, t);
  return (
    <time dateTime={isoOf(seconds)} title={dateOf(seconds)}>
      {difference > 0 ? t.common.in(length) : t.common.ago(length)}
    </time>
  );
}

/** A date and time in the user's language. */
export function DateTime({ at }: { at: number | bigint }) {
  return <time dateTime={isoOf(Number(at))}>{dateOf(Number(at))}</time>;
}

/** A date and time in the user's language. */
export function dateOf(seconds: number): string {
  const language = currentLanguage() === "zh" ? "zh-CN" : undefined;
  return new Date(seconds * 1_000).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

/** Undefined beyond what a date can be. */
function isoOf(seconds: number): string | undefined {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
