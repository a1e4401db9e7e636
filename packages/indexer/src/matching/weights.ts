/**
 * Every figure that decides who comes first. They were chosen on the simulated market with the seeds that
 * docs/indexer/matching.md names as those for tuning, and are measured there on others.
 */
import { LONGEST_CIRCLE } from "../circles/longestCircle.js";
import { ONE, type Prior } from "./ppm.js";

const DAY = 86_400;

/**
 * Points of each part, 1,000 in all.
 *
 * How it fits the need:
 * - `price`: little, because a cheat can always be the cheapest.
 * - `speed`: little, because most customers can wait within their deadline.
 *
 * How good it is:
 * - `rating`: much; only payers can give it, and it says what no transaction shows: whether the result was any good.
 * - `settlement`: most; money that payers let go although they could have it back costs them something to fake.
 * - `disputes`: less, since a refund follows most disputes and already counts in `settlement`.
 * - `customers`: enough that a long record of many payers beats a short one that is as good.
 * - `punctuality`: some; a late result may still be worth its price.
 * - `activity`: enough to put those who left behind those who are there.
 * - `independence`: as much as customers; income in circles shows that a record was made up, and it already counts
 *   nothing in the other parts.
 */
export const WEIGHTS = {
  price: 80,
  speed: 40,
  rating: 300,
  settlement: 240,
  disputes: 60,
  customers: 80,
  punctuality: 60,
  activity: 60,
  independence: 80,
} as const;

/** A part of the score. */
export type PartName = keyof typeof WEIGHTS;

/** The parts that say how good a provider is, whatever the need: those that can be learned. */
export const QUALITY = [
  ...(["rating", "settlement", "disputes", "customers", "punctuality", "activity", "independence"] as const),
] satisfies PartName[];
export type QualityName = (typeof QUALITY)[number];

/** Ratings of unknown providers are assumed a little below the middle of what is usual; three payers outweigh that. */
export const RATING_PRIOR: Prior = { mean: 0.6 * ONE, counts: 3 };

/** Payers of such a mean, or a lower one, are discontent altogether. */
export const BAD_RATING = 0.4 * ONE;

/**
 * As many discontent payers take half of the merit of a record. It is their square that counts, so that one of them
 * takes less than half, and three take most.
 */
export const HALF_DOUBT = 1.2 * ONE;

/** One order in four fails until a provider shows better: a new one comes before a bad one, and after a good one. */
export const SETTLEMENT_PRIOR: Prior = { mean: 0.75 * ONE, counts: 4 };

/** One order in ten is disputed until a provider shows otherwise. */
export const DISPUTE_PRIOR: Prior = { mean: 0.9 * ONE, counts: 4 };

/** One order in five is late until a provider shows otherwise. */
export const PUNCTUALITY_PRIOR: Prior = { mean: 0.8 * ONE, counts: 4 };

/** As many independent payers give half of the points for customers. */
export const HALF_CUSTOMERS = 5 * ONE;

/** After so many seconds an outcome or rating counts half: providers change. */
export const EVIDENCE_HALF_LIFE = 60 * DAY;

/** The same for a second look at settlements, which counts where it is worse: good providers are bought, or lose interest. */
export const RECENT_HALF_LIFE = 10 * DAY;

/** Recent orders that weigh as much as the whole record before them. */
export const RECENT_COUNTS = 2;

/** After so many seconds without activity half of the points for it are left. */
export const ACTIVITY_HALF_LIFE = 30 * DAY;

/** A median delivery within a day gives half of the points for speed. */
export const HALF_SPEED = DAY;

/** Older orders and ratings are not read: after six half-lives they would hardly count. */
export const HORIZON = 365 * DAY;

/** The last outcomes of a provider that count: more would not change the picture, and take time to read. */
export const MAX_OUTCOMES = 200;

/** What an exclusive pair, which deals with nobody else, loses of its weight: it may be honest, but proves little. */
export const EXCLUSIVE_LOSS = 0.75 * ONE;

/** Money that went from a provider to its payer through so many accounts between is recognized. */
export const MAX_BETWEEN = LONGEST_CIRCLE - 2;

/** An account is followed if at least this share of what it got came on such a way: others pass on too little. */
export const MIN_FOLLOWED = 0.05 * ONE;

/** Accounts that are followed per step, those with the largest shares. */
export const MAX_FOLLOWED = 1_000;

/** Plain transfers of an account, each way, that are read: the last ones. Exchanges have more, and mix all money. */
export const MAX_TRANSFERS = 1_000;

/** Independent income that is needed before its share says something: as many full payments are assumed honest. */
export const INDEPENDENCE_PRIOR: Prior = { mean: ONE, counts: 1 };

/** How much an order that was paid back in full counts as a rating of 0: about as many payers of good ones rate. */
export const FAILURE_AS_RATING = 0.5 * ONE;

/** A rating from this on counts as content. */
export const CONTENT_FROM = 0.6 * ONE;

/**
 * Services whose records are read, where more fit a need: reading takes most of the time of a match, and nobody needs
 * more to choose from.
 */
export const SHORTLIST = { rated: 200, earned: 200, newest: 100 };

/** Orders to learn from, the last ones, and the most payees that they may be of. */
export const LEARNED_ORDERS = 5_000;
export const LEARNED_PAYEES = 300;
