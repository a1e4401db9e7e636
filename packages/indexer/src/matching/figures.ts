import { decay, ONE, portion, saturation, shareOf, shrunkMean, times } from "./ppm.js";
import type { ProviderRecord } from "./record.js";
import type { Outcome } from "./rows.js";
import * as weights from "./weights.js";
import type { QualityName } from "./weights.js";

/** What a record comes to at a time. Shares are parts per million. */
export interface Figures {
  /** Ratings by payers and how many independent payers they are worth. */
  ratings: { count: number; failed: number; mean: number | undefined; payers: number };
  /** Orders that are over: how many, how many gave money back, were disputed, or were late or never delivered. */
  orders: { count: number; refunded: number; disputed: number; late: number; delivered: number };
  /** Payers, and how many independent ones they are worth. */
  customers: { count: number; independent: number };
  /** What it earned, and how much of it counts. */
  income: { amount: bigint; counted: bigint };
  /** Seconds from opening to delivery, in order. */
  deliveries: number[];
  lastActiveAt: number;
  /** How much of what is better than usual counts: less where payers are not content with the results. */
  merit: number;
  /** Each part of the quality. */
  quality: Record<QualityName, number>;
}

/**
 * Computes what a record said at a time: events after it are not looked at, so that what was known when an old order
 * was opened can be compared with how it ended. Only how much a payer counts is of today.
 * @param unitPrice Payers count in full from one unit on.
 */
export function figuresOf(record: ProviderRecord, unitPrice: bigint | null, now: number): Figures {
  const outcomes = record.outcomes.slice(0, countUntil(record.outcomes, now)).slice(-weights.MAX_OUTCOMES);
  const ratings = ratingFigures(record, outcomes, unitPrice, now);
  const orders = orderFigures(record, outcomes, now);
  const income = incomeFigures(record, unitPrice, now);
  const deliveries = outcomes.flatMap(({ openedAt, deliveredAt }) =>
    deliveredAt === undefined ? [] : [deliveredAt - openedAt],
  );
  const lastActiveAt = lastActivity(record, outcomes, now);
  const merit = meritOf(ratings.figures);
  const { settlement, disputes, punctuality } = orders.quality;
  const customers = times(income.quality.customers, Math.min(settlement, ratings.quality));
  return {
    ...{ ratings: ratings.figures, orders: orders.figures, ...income.figures, lastActiveAt, merit },
    deliveries: deliveries.sort((a, b) => a - b),
    quality: {
      settlement: deserved(settlement, weights.SETTLEMENT_PRIOR.mean, merit),
      disputes: deserved(disputes, weights.DISPUTE_PRIOR.mean, merit),
      punctuality: deserved(punctuality, weights.PUNCTUALITY_PRIOR.mean, merit),
      rating: ratings.quality,
      // Many customers are no merit of one who does not serve them well.
      customers: times(customers, merit),
      independence: income.quality.independence,
      activity: decay(now - lastActiveAt, weights.ACTIVITY_HALF_LIFE),
    },
  };
}

/**
 * To deliver is no merit where payers say that what they got is bad: without this, a provider that always delivers bad
 * results would come before one of whom nothing is known.
 */
function meritOf({ mean, payers }: Figures["ratings"]): number {
  const usual = weights.RATING_PRIOR.mean;
  if (mean === undefined || mean >= usual) return ONE;
  const discontent = Math.min(ONE, Math.round(((usual - mean) / (usual - weights.BAD_RATING)) * ONE));
  const { HALF_DOUBT } = weights;
  return ONE - times(discontent, saturation(times(payers, payers), times(HALF_DOUBT, HALF_DOUBT)));
}

/** What is better than usual counts by the merit; what is worse counts as it is. */
export function deserved(value: number, usual: number, merit: number): number {
  return value <= usual ? value : usual + times(value - usual, merit);
}

/** How many outcomes were known at a time. They are in order. */
function countUntil(outcomes: readonly Outcome[], now: number): number {
  let [low, high] = [0, outcomes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((outcomes[middle] as Outcome).knownAt <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Each payer has one vote, the mean of its ratings, however many it gave. One who got all its money back cannot rate:
 * it counts as one who gave nothing.
 */
function ratingFigures(record: ProviderRecord, outcomes: readonly Outcome[], unitPrice: bigint | null, now: number) {
  const payers = new Map<string, { sum: number; weight: number; largest: number }>();
  let count = 0;
  const add = (client: string, score: number, weight: number): void => {
    const payer = payers.get(client) ?? { sum: 0, weight: 0, largest: 0 };
    payer.sum += times(weight, score);
    payer.weight += weight;
    payer.largest = Math.max(payer.largest, weight);
    payers.set(client, payer);
  };
  for (const { client, score, time, paid } of record.ratings) {
    if (time > now) break;
    count++;
    const size = unitPrice === null || unitPrice === 0n ? ONE : shareOf(paid, unitPrice);
    add(client, score, times(decay(now - time, weights.EVIDENCE_HALF_LIFE), size));
  }
  const failed = outcomes.filter((outcome) => keptOf(outcome) === 0);
  for (const { payer, knownAt } of failed) {
    add(payer, 0, times(decay(now - knownAt, weights.EVIDENCE_HALF_LIFE), weights.FAILURE_AS_RATING));
  }
  let [sum, all] = [0, 0];
  for (const [client, payer] of payers) {
    if (payer.weight === 0) continue;
    const weight = times(payer.largest, record.weights.get(client) ?? 0);
    sum += Math.round((weight * payer.sum) / payer.weight);
    all += weight;
  }
  const mean = all === 0 ? undefined : Math.round((sum / all) * ONE);
  return {
    figures: { count, failed: failed.length, mean, payers: all },
    quality: shrunkMean(sum, all, weights.RATING_PRIOR),
  };
}

/** The n-th order of the same payer counts 1/n, the last one most. */
function orderFigures(record: ProviderRecord, outcomes: readonly Outcome[], now: number) {
  const figures = { count: outcomes.length, refunded: 0, disputed: 0, late: 0, delivered: 0 };
  const sums = { all: 0, kept: 0, undisputed: 0, punctual: 0, recent: 0, recentlyKept: 0 };
  const seen = new Map<string, number>();
  for (let index = outcomes.length - 1; index >= 0; index--) {
    const outcome = outcomes[index] as Outcome;
    const { payer, knownAt, isDisputed, refunded, deliveredAt, deadline } = outcome;
    const number = (seen.get(payer) ?? 0) + 1;
    seen.set(payer, number);
    const counted = Math.round((record.weights.get(payer) ?? ONE) / number);
    const weight = times(counted, decay(now - knownAt, weights.EVIDENCE_HALF_LIFE));
    const recent = times(counted, decay(now - knownAt, weights.RECENT_HALF_LIFE));
    sums.recent += recent;
    sums.recentlyKept += times(recent, keptOf(outcome));
    sums.all += weight;
    sums.kept += times(weight, keptOf(outcome));
    if (!isDisputed) sums.undisputed += weight;
    const isLate = deliveredAt === undefined ? keptOf(outcome) === 0 && knownAt >= deadline : deliveredAt > deadline;
    if (!isLate) sums.punctual += weight;
    if (refunded > 0n) figures.refunded++;
    if (isDisputed) figures.disputed++;
    if (isLate) figures.late++;
    if (deliveredAt !== undefined) figures.delivered++;
  }
  const settlement = shrunkMean(sums.kept, sums.all, weights.SETTLEMENT_PRIOR);
  const recently = { mean: settlement, counts: weights.RECENT_COUNTS };
  return {
    figures,
    quality: {
      // A provider that became worse is judged by that; one that became better has to show it for longer.
      settlement: Math.min(settlement, shrunkMean(sums.recentlyKept, sums.recent, recently)),
      disputes: shrunkMean(sums.undisputed, sums.all, weights.DISPUTE_PRIOR),
      punctuality: shrunkMean(sums.punctual, sums.all, weights.PUNCTUALITY_PRIOR),
    },
  };
}

/** The share of an order's money that its payee kept; nothing when the deadline passed without a delivery. */
export function keptOf({ paid, refunded }: Pick<Outcome, "paid" | "refunded">): number {
  return shareOf(paid, paid + refunded);
}

function incomeFigures(record: ProviderRecord, unitPrice: bigint | null, now: number) {
  let [amount, counted, independent, count, sized] = [0n, 0n, 0, 0, 0];
  for (const payments of record.income) {
    if (payments.firstAt > now) continue;
    const weight = record.weights.get(payments.payer) ?? 0;
    const size = unitPrice === null || unitPrice === 0n ? ONE : shareOf(payments.amount, unitPrice);
    amount += payments.amount;
    counted += portion(payments.amount, weight);
    independent += times(weight, size);
    sized += size;
    count++;
  }
  const share = amount === 0n ? ONE : shareOf(counted, amount);
  return {
    figures: { customers: { count, independent }, income: { amount, counted } },
    quality: {
      customers: saturation(independent, weights.HALF_CUSTOMERS),
      independence: shrunkMean(times(sized, share), sized, weights.INDEPENDENCE_PRIOR),
    },
  };
}

/** Deliveries, ends of orders and ratings by payers that count, and payments where they are the last of a pair. */
function lastActivity(record: ProviderRecord, outcomes: readonly Outcome[], now: number): number {
  let last = record.updatedAt <= now ? record.updatedAt : 0;
  for (const { deliveredAt, payer } of outcomes) {
    if (isCounted(record, payer)) last = Math.max(last, Math.min(deliveredAt ?? 0, now));
  }
  for (const { payer, firstAt, lastAt } of record.income) {
    if (!isCounted(record, payer)) continue;
    const at = lastAt <= now ? lastAt : firstAt;
    if (at <= now) last = Math.max(last, at);
  }
  return last;
}

function isCounted(record: ProviderRecord, payer: string): boolean {
  return (record.weights.get(payer) ?? ONE) >= ONE / 2;
}
