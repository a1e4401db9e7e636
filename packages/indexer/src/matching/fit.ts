import { deserved, type Figures } from "./figures.js";
import { ONE, saturation, shrunkMean } from "./ppm.js";
import { HALF_SPEED, PUNCTUALITY_PRIOR } from "./weights.js";

/** How a provider fits a need. */
export interface Fit {
  price: bigint | null;
  /** Median price of the candidates with the same unit; undefined when it is the only one. */
  usual: bigint | undefined;
  /** Median time to delivery in seconds. */
  median: number | undefined;
  /** Seconds until the deadline of the need. */
  left: number | undefined;
  /** Deliveries that took no longer. */
  inTime: number;
  scores: { price: number; speed: number };
}

/** Points for a price or a delivery of which nothing is known. */
const UNKNOWN = 0.4 * ONE;

export function fitOf(
  price: bigint | null,
  usual: bigint | undefined,
  figures: Figures,
  left: number | undefined,
): Fit {
  const { deliveries } = figures;
  const median = medianOf(deliveries);
  const inTime = left === undefined ? deliveries.length : deliveries.filter((seconds) => seconds <= left).length;
  const speed = deserved(speedScore(deliveries.length, median, left, inTime), UNKNOWN, figures.merit);
  return { ...{ price, usual, median, left, inTime }, scores: { price: priceScore(price, usual), speed } };
}

/** All for nothing, half for what is usual, none for twice as much. */
function priceScore(price: bigint | null, usual: bigint | undefined): number {
  if (price === null) return UNKNOWN;
  if (usual === undefined || usual === 0n) return price === 0n ? ONE : ONE / 2;
  const most = 2n * usual;
  return price >= most ? 0 : Number(((most - price) * BigInt(ONE)) / most);
}

/** With a deadline, how often it would have been met; else the faster, the better. */
function speedScore(count: number, median: number | undefined, left: number | undefined, inTime: number): number {
  if (left !== undefined) return shrunkMean(inTime * ONE, count * ONE, { ...PUNCTUALITY_PRIOR, mean: UNKNOWN });
  return median === undefined ? UNKNOWN : ONE - saturation(median, HALF_SPEED);
}

/** The lower one of two in the middle. */
export function medianOf<Value extends number | bigint>(sorted: readonly Value[]): Value | undefined {
  return sorted[(sorted.length - 1) >> 1];
}
