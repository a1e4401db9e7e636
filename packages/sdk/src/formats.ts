const UNITS = [
  [86_400n, "day"],
  [3_600n, "hour"],
  [60n, "minute"],
] as const;

/** The last second that a date can have in ISO 8601 with four digits for the year. */
export const LAST_SECOND = 253_402_300_799n;

/** Formats a duration in the largest unit without a remainder: 90000 seconds are 25 hours. */
export function durationOf(seconds: bigint): string {
  const fitting = UNITS.find(([size]) => seconds !== 0n && seconds % size === 0n);
  const [size, unit] = fitting ?? [1n, "second"];
  const count = seconds / size;
  return `${count.toString()} ${unit}${count === 1n ? "" : "s"}`;
}

/** Formats a Unix time in UTC. */
export function timeOf(seconds: bigint): string {
  if (seconds > LAST_SECOND) return `the Unix time ${seconds.toString()}`;
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** Formats basis points as a percentage. */
export function percentOf(basisPoints: unknown): string {
  return `${Number(basisPoints) / 100} %`;
}
