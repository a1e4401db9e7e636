import { bad, type Parser } from "./parser.js";

const UNITS = { w: 604_800n, d: 86_400n, h: 3_600n, m: 60n, s: 1n } as const;
/** The hub stores windows and periods with 32 bits. */
const LONGEST = 36_525n * 86_400n;
const DURATION = /^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?(Z|[+-]\d{2}:\d{2})?$/;
const HOW = "is not a time: write it like 2d (from now), 2026-01-31, 2026-01-31T12:30Z or @1767225600.";

/** Parses a duration into seconds, such as `2d`, `90m` or `1h30m`. Units: w, d, h, m and s, largest first. */
export const parseDuration: Parser<bigint> = (text, name) => {
  const seconds = durationOf(text);
  if (seconds === undefined) throw bad("Duration", text, name, "is not a duration: write it like 2d, 90m or 1h30m.");
  if (seconds > LONGEST) throw bad("Duration", text, name, "is too long: write at most 36525d (100 years).");
  return seconds;
};

/** Parses a duration of at least one second, as `parseDuration` does. */
export const parsePositiveDuration: Parser<bigint> = (text, name) => {
  const seconds = parseDuration(text, name);
  if (seconds === 0n) throw bad("Duration", text, name, "must be above zero.");
  return seconds;
};

/**
 * Parses a point in time into seconds since 1970: `@1767225600`, `2026-01-01`, `2026-01-01T12:30Z`, `now`, or a
 * duration from now. Dates without a time zone are UTC.
 * @param now Time of the chain, in seconds since 1970.
 */
export function parseTime(now: bigint): Parser<bigint> {
  return (text, name) => {
    if (text === "now") return now;
    if (/^@\d{1,13}$/.test(text)) return BigInt(text.slice(1));
    const duration = durationOf(text);
    const time = duration === undefined ? dateOf(text) : now + duration;
    if (time === undefined) throw bad("Time", text, name, HOW);
    return time;
  };
}

/** Formats a duration so that `parseDuration` reads it. */
export function formatDuration(seconds: bigint): string {
  let left = seconds;
  const parts = Object.entries(UNITS)
    .filter(([unit]) => unit !== "w")
    .map(([unit, size]) => {
      const count = left / size;
      left %= size;
      return count === 0n ? "" : `${count.toString()}${unit}`;
    });
  return parts.join("") || "0s";
}

function durationOf(text: string): bigint | undefined {
  const match = DURATION.exec(text);
  if (match === null || text === "") return undefined;
  return Object.values(UNITS).reduce((sum, size, index) => sum + BigInt(match[index + 1] ?? 0) * size, 0n);
}

function dateOf(text: string): bigint | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone = "Z"] = match;
  // `Date` silently rolls over: 30 February would be a day in March.
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(time) || time < 0 ? undefined : BigInt(time / 1000);
}
