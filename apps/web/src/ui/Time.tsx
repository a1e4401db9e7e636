import { currentLanguage, useText } from "../i18n/text.ts";
import { useAtNow } from "./clock.ts";
import { duration } from "./format.ts";

/** A point in time, relative to now; the date is in the title. */
export function Time({ at }: { at: number | bigint }) {
  const t = useText();
  const seconds = Number(at);
  const words = useAtNow((now) => {
    const length = duration(seconds - now, t);
    return seconds > now ? t.common.in(length) : t.common.ago(length);
  });
  return (
    <time dateTime={isoOf(seconds)} title={dateOf(seconds)}>
      {words}
    </time>
  );
}

/** A date and time in the user's language. */
export function DateTime({ at }: { at: number | bigint }) {
  return <time dateTime={isoOf(Number(at))}>{dateOf(Number(at))}</time>;
}

// To create one takes longer than all else in a row of a table.
const STYLE = { dateStyle: "medium", timeStyle: "short" } as const;
const FORMATS = { en: new Intl.DateTimeFormat(undefined, STYLE), zh: new Intl.DateTimeFormat("zh-CN", STYLE) };

/** A date and time in the user's language. */
export function dateOf(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return isDate(date) ? FORMATS[currentLanguage()].format(date) : String(date);
}

/** Undefined beyond what a date can be. */
function isoOf(seconds: number): string | undefined {
  const date = new Date(seconds * 1_000);
  return isDate(date) ? date.toISOString() : undefined;
}

function isDate(date: Date): boolean {
  return !Number.isNaN(date.getTime());
}
