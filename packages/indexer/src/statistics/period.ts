/** Hours, days and months in UTC. Each begins with its first second and ends before the first second of the next. */

export const UNITS = ["hour", "day", "month"] as const;

/** Length of a period. */
export type Unit = (typeof UNITS)[number];

/** An hour, a day or a month. */
export interface Period {
  unit: Unit;
  /** `2026-11-29T08`, `2026-11-29` or `2026-11`. */
  key: string;
  /** The first second, in seconds since 1970. */
  from: number;
  /** The first second after it. */
  to: number;
}

/** Characters of `2026-11-29T08:30:00.000Z` that name a period. */
const KEY_LENGTH: Readonly<Record<Unit, number>> = { hour: 13, day: 10, month: 7 };

/** What completes a key to a time. */
const REST: Readonly<Record<Unit, string>> = { hour: ":00:00Z", day: "T00:00:00Z", month: "-01T00:00:00Z" };

const FORMS: Readonly<Record<Unit, string>> = {
  hour: "an hour such as 2026-11-29T08",
  day: "a day such as 2026-11-29",
  month: "a month such as 2026-11",
};

/** A name that is no period. */
export class InvalidPeriod extends RangeError {
  override readonly name = "InvalidPeriod";
  /** What is expected. */
  readonly expected: string;

  constructor(unit: Unit, key: string) {
    const expected = `${FORMS[unit]}, in UTC, from 1970 on`;
    super(`"${key}" must be ${expected}`);
    this.expected = expected;
  }
}

/**
 * Reads the name of a period.
 * @throws InvalidPeriod for anything that is not a date of the calendar
 */
export function parsePeriod(unit: Unit, key: string): Period {
  const seconds = Date.parse(key + REST[unit]) / 1000;
  // The round trip refuses February 30, which Date reads as March 2.
  const isDate = Number.isSafeInteger(seconds) && seconds >= 0 && keyOf(unit, seconds) === key;
  if (!isDate) throw new InvalidPeriod(unit, key);
  return periodAt(unit, seconds);
}

/** The period that contains a second. */
export function periodAt(unit: Unit, seconds: number): Period {
  const key = keyOf(unit, seconds);
  const from = Date.parse(key + REST[unit]) / 1000;
  return { unit, key, from, to: nextStart(unit, from) };
}

/** The period before. */
export function previousPeriod({ unit, from }: Period): Period {
  return periodAt(unit, from - 1);
}

/** The last periods up to one, the newest first. */
export function periodsBackFrom(newest: Period, count: number, oldest = 0): Period[] {
  const periods: Period[] = [];
  for (let period = newest; periods.length < count && period.to > oldest; period = previousPeriod(period)) {
    periods.push(period);
    if (period.from === 0) break;
  }
  return periods;
}

/** The periods of a shorter unit within a period, the earliest first. */
export function partsOf(period: Period, unit: Unit): Period[] {
  const parts: Period[] = [];
  for (let { from } = period; from < period.to; from = (parts.at(-1) as Period).to) parts.push(periodAt(unit, from));
  return parts;
}

function keyOf(unit: Unit, seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, KEY_LENGTH[unit]);
}

function nextStart(unit: Unit, from: number): number {
  if (unit === "hour") return from + 3_600;
  if (unit === "day") return from + 86_400;
  const date = new Date(from * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 1000;
}
