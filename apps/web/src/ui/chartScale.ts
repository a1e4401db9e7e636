import type { Language } from "../i18n/text.ts";

/** Seconds on each side of a period that is the only one. */
const AROUND = 3 * 86_400;

/**
 * What the time axis shows, in seconds since 1970.
 * @param low The first time, as the chart proposes it. @param high The last; years later if there is only one time
 */
export function chartRange(times: readonly number[], low: number, high: number): [number, number] {
  const [first] = times;
  return times.length === 1 && first !== undefined ? [first - AROUND, first + AROUND] : [low, high];
}

/** Names of months and days of the week in a language, from January and Sunday on. */
export function nameDates(language: Language) {
  const named = (count: number, options: Intl.DateTimeFormatOptions) =>
    // 1 January 2023 was a Sunday.
    Array.from({ length: count }, (_, index) => {
      const date = new Date(Date.UTC(2023, count === 12 ? index : 0, count === 12 ? 1 : index + 1));
      return new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(date);
    });
  return {
    MMMM: named(12, { month: "long" }),
    MMM: named(12, { month: "short" }),
    WWWW: named(7, { weekday: "long" }),
    WWW: named(7, { weekday: "short" }),
  };
}
