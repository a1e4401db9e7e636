import type { Reader, Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import type { Cursor } from "../store/store.js";
import { idsFound } from "../store/search.js";
import { wordsOfParts } from "./explanation.js";
import { factsOfParts, type PartFacts } from "./partFacts.js";
import { figuresOf, type Figures } from "./figures.js";
import { fitOf, medianOf, type Fit } from "./fit.js";
import { groupBy } from "./groups.js";
import { featuresOf, QUALITY_WEIGHT, qualityOf, type Ranking } from "./learned.js";
import { predict } from "./logistic.js";
import { ONE } from "./ppm.js";
import { learnedAt } from "./learnedAt.js";
import { readRecords, type ProviderRecord } from "./record.js";
import { shortlist, type Shortlisted } from "./shortlist.js";
import { QUALITY, WEIGHTS, type PartName, type QualityName } from "./weights.js";

/** What is needed. */
export interface Need {
  /** In upper or lower case. Default: every category. */
  category?: string | undefined;
  /** Words that the service must have in its name, description, category, unit or endpoint; see `searchServices`. */
  text?: string | undefined;
  /** Highest price in base units of SCV per unit; excludes services without a known price. */
  budget?: bigint | undefined;
  /** When it must be delivered, in seconds since 1970. */
  deadline?: number | undefined;
  /** How many providers to return, best first. Default: 10. */
  limit?: number | undefined;
  /** `fixed` never uses what was learned. Default: the one that is better on orders held out. */
  ranking?: "fixed" | "better" | undefined;
}

interface PartOf<Name extends PartName> {
  name: Name;
  /** How good this part is, in parts per million. */
  value: number;
  /** What it adds to the score, rounded to tenths; may be negative in a learned ranking. */
  points: number;
  /** The figures behind it, in words. */
  reason: string;
  /** The same figures. */
  facts: PartFacts[Name];
}

/** A part of a score. */
export type ScorePart = { [Name in PartName]: PartOf<Name> }[PartName];

/** A provider for a need. */
export interface ServiceMatch {
  id: number;
  name: string | null;
  category: string | null;
  owner: string;
  wallet: string;
  price: bigint | null;
  unit: string | null;
  endpoint: string | null;
  /** 0 to 1,000, in tenths: `base` plus the points of all parts, but for their rounding. */
  score: number;
  /** Points of any provider, however little is known of it. 0 with fixed weights. */
  base: number;
  /** How probable it is that an order ends well, in parts per million, where it was learned. */
  prediction: number | undefined;
  parts: ScorePart[];
}

/** Providers for a need. */
export interface ServiceMatches {
  /** The block that all figures are of. */
  asOf: Cursor;
  /** How quality was judged, and why so. */
  ranking: Ranking;
  /** Services that fit the need. */
  found: number;
  /**
   * Those of them whose records were compared: all up to 500, then those with the most behind them, and the newest.
   */
  examined: number;
  matches: ServiceMatch[];
}

/** A need that no service can fit. */
export class NeedError extends Error {
  override readonly name = "NeedError";
}

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 200;

/**
 * Ranks the services that fit a need: by price, ratings that payments back, completed orders, refunds and disputes,
 * time to delivery and activity. Payments that look made up count less; see docs/indexer/matching.md for what is
 * recognized.
 * @throws NeedError for a deadline that has passed, a negative budget, or a limit outside 1 to 200; also when nothing
 * is indexed yet
 * @example
 * ```ts
 * const { matches } = await matchServices(reader, { category: "weather", budget: parseScv("0.1") });
 * for (const { name, points, reason } of matches[0]?.parts ?? []) console.log(name, points, reason);
 * ```
 */
export async function matchServices(reader: Reader, need: Need = {}): Promise<ServiceMatches> {
  return reader.read(async (db, { cursor }) => matchServicesIn(db, reader.dialect, cursor, need));
}

/** As `matchServices`, in a snapshot. */
export async function matchServicesIn(
  db: Snapshot,
  dialect: Dialect,
  cursor: Cursor | undefined,
  need: Need,
): Promise<ServiceMatches> {
  if (cursor === undefined) throw new NeedError("Nothing is indexed yet");
  const now = cursor.time;
  const limit = check(need, now);
  const all = await findCandidates(db, dialect, need);
  const candidates = await shortlist(db, dialect, all);
  const records = await readRecords(db, dialect, candidates, now);
  const ranking = need.ranking === "fixed" ? FIXED : await learnedAt(db, dialect, cursor);
  const usual = usualPrices(all);
  const left = need.deadline === undefined ? undefined : need.deadline - now;
  const judged = candidates.map((candidate) => {
    const figures = figuresOf(records.get(candidate.id) as ProviderRecord, candidate.price, now);
    const fit = fitOf(candidate.price, usual.get(unitOf(candidate)), figures, left);
    return { candidate, figures, fit, score: scoreOf(figures, fit, ranking) };
  });
  judged.sort((a, b) => b.score - a.score || a.candidate.id - b.candidate.id);
  const matches = judged.slice(0, limit).map((each) => explain(each, ranking, now));
  return { asOf: cursor, ranking, found: all.length, examined: candidates.length, matches };
}

const FIXED: Ranking = {
  kind: "fixed",
  reason: "Fixed weights, as asked for.",
  orders: { fitted: 0, heldOut: 0, heldOutBad: 0 },
  accuracy: { fixed: undefined, learned: undefined, standardError: undefined },
  model: undefined,
};

function check({ budget, deadline, limit = DEFAULT_LIMIT }: Need, now: number): number {
  if (budget !== undefined && budget < 0n) throw new NeedError(`The budget is negative: ${budget}`);
  if (deadline !== undefined && !(deadline > now)) {
    throw new NeedError(`The deadline ${deadline} is not after ${now}, the time of the last block that is indexed`);
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new NeedError(`The limit must be 1 to ${MAX_LIMIT}, not ${limit}`);
  }
  return limit;
}

type FoundService = Omit<ServiceMatch, "score" | "base" | "prediction" | "parts"> & Shortlisted & { updatedAt: number };

/** Active services with a wallet, since others cannot be paid, that fit category, text and budget. */
async function findCandidates(db: Snapshot, dialect: Dialect, need: Need): Promise<FoundService[]> {
  const { category, text, budget } = need;
  let query = db
    .selectFrom("services")
    .select(["id", "name", "category", "owner", "wallet", "price", "unit", "endpoint"])
    .select(["updatedAt", "registeredAt", "ratedPaid"])
    .where("active", "=", 1)
    .where("wallet", "is not", null);
  if (text !== undefined && text.trim() !== "") query = query.where("id", "in", idsFound(dialect, text));
  if (category !== undefined) query = query.where("categoryKey", "=", category.toLowerCase());
  const rows = await query.orderBy("id").execute();
  return rows
    .map((row) => ({
      ...row,
      wallet: row.wallet as string,
      price: row.price === null ? null : BigInt(row.price),
      ratedPaid: BigInt(row.ratedPaid),
    }))
    .filter(({ price }) => budget === undefined || (price !== null && price <= budget));
}

function unitOf({ unit }: Pick<FoundService, "unit">): string {
  return (unit ?? "").trim().toLowerCase();
}

/** The median price by unit, where more than one service has it. */
function usualPrices(services: readonly FoundService[]): Map<string, bigint> {
  const usual = new Map<string, bigint>();
  for (const [unit, group] of groupBy(services, unitOf)) {
    const prices = group.flatMap(({ price }) => price ?? []).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const median = prices.length > 1 ? medianOf(prices) : undefined;
    if (median !== undefined) usual.set(unit, median);
  }
  return usual;
}

interface Judged {
  candidate: FoundService;
  figures: Figures;
  fit: Fit;
  /** In millionths of a point. */
  score: number;
}

function scoreOf(figures: Figures, { scores }: Fit, ranking: Ranking): number {
  const fit = WEIGHTS.price * scores.price + WEIGHTS.speed * scores.speed;
  return fit + QUALITY_WEIGHT * qualityOf(figures, ranking);
}

function explain({ candidate, figures, fit, score }: Judged, ranking: Ranking, now: number): ServiceMatch {
  const { id, name, category, owner, wallet, price, unit, endpoint } = candidate;
  const service = { id, name, category, owner, wallet, price, unit, endpoint };
  const facts = factsOfParts(figures, fit, now);
  const reasons = wordsOfParts(facts);
  const values: Record<PartName, number> = { ...fit.scores, ...figures.quality };
  const prediction = ranking.kind === "learned" ? qualityOf(figures, ranking) : undefined;
  const attribution = attribute(figures, ranking);
  const parts = (Object.keys(WEIGHTS) as PartName[]).map((name): ScorePart => {
    const value = values[name];
    const points = attribution?.points.get(name as QualityName) ?? (WEIGHTS[name] * value) / ONE;
    // The compiler does not see that both are of the same part.
    return { name, value, points: tenths(points), reason: reasons[name], facts: facts[name] } as ScorePart;
  });
  return { ...service, score: tenths(score / ONE), base: tenths(attribution?.base ?? 0), prediction, parts };
}

interface Attribution {
  base: number;
  points: Map<QualityName, number>;
}

/** Points of a prediction: those of an unknown provider, and what each figure in turn adds to or takes from them. */
function attribute(figures: Figures, { kind, model }: Ranking): Attribution | undefined {
  if (kind === "fixed" || model === undefined) return undefined;
  const features = featuresOf(unknownProvider());
  const own = featuresOf(figures);
  const base = QUALITY_WEIGHT * predict(model, features);
  let before = base;
  const points = QUALITY.map((name, index): [QualityName, number] => {
    features[index] = own[index] ?? 0;
    const after = QUALITY_WEIGHT * predict(model, features);
    const change = after - before;
    before = after;
    return [name, change];
  });
  return { base, points: new Map(points) };
}

/** Figures of a service that was registered just now. */
function unknownProvider(): Figures {
  const now = 1;
  return figuresOf({ updatedAt: now, outcomes: [], ratings: [], income: [], weights: new Map() }, null, now);
}

function tenths(points: number): number {
  return Math.round(points * 10) / 10;
}
