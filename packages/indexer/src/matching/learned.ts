import { sql } from "kysely";
import { others } from "../query/others.js";
import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import { figuresOf, keptOf, type Figures } from "./figures.js";
import { areaUnderCurve, fitLogistic, predict, type Example, type LogisticModel } from "./logistic.js";
import { ONE } from "./ppm.js";
import { readRecords, type Candidate, type ProviderRecord } from "./record.js";
import { oneOf } from "./rows.js";
import { CONTENT_FROM, LEARNED_ORDERS, LEARNED_PAYEES, QUALITY, WEIGHTS } from "./weights.js";

/** How the quality of providers is estimated, and why so. */
export interface Ranking {
  kind: "fixed" | "learned";
  /** The reason, with its figures. */
  reason: string;
  /** Orders that the learned ranking was fitted on, and later ones that both were tried on. */
  orders: { fitted: number; heldOut: number; heldOutBad: number };
  /** Probability that the order which ended well had the higher score, in parts per million, on orders held out. */
  accuracy: {
    fixed: number | undefined;
    learned: number | undefined;
    /** Standard error of the difference of both, from parts of the orders held out. */
    standardError: number | undefined;
  };
  /** Of the learned ranking, whether it is used or not. Undefined with too few orders. */
  model: LogisticModel | undefined;
}

/** The share of orders that the model is fitted on; the later ones are held out. */
const FITTED = 0.7;

/** Orders to fit on, and orders of each outcome among those held out, below which nothing is learned. */
const MIN_FITTED = 150;
const MIN_HELD_OUT = 15;

/** Orders that are judged before other requests are answered. */
const STEP = 200;

/** By how much the learned ranking must be better to be worth an order that nobody chose. */
const MIN_GAIN = 0.01;

/** Parts of the orders held out, in each of which both are tried: how much their gains differ tells what is chance. */
const FOLDS = 5;

/**
 * Learns from orders how they ended. An order is one example: the parts of its payee's quality when it was opened,
 * and whether it ended well. Payers that count less than half are left out.
 */
export async function learnRanking(db: Snapshot, dialect: Dialect, now: number): Promise<Ranking> {
  return compareRankings(await readExamples(db, dialect, now));
}

/** An example and what the fixed weights say of it. */
export interface JudgedOrder extends Example {
  openedAt: number;
  fixed: number;
}

/** Fits on the earlier orders, tries on the later ones. @param orders In the order in which they were opened. */
export function compareRankings(orders: readonly JudgedOrder[]): Ranking {
  const border = Math.floor(orders.length * FITTED);
  const [fitted, heldOut] = [orders.slice(0, border), orders.slice(border)];
  const heldOutBad = heldOut.filter(({ isGood }) => !isGood).length;
  const counts = { fitted: fitted.length, heldOut: heldOut.length, heldOutBad };
  const none = {
    orders: counts,
    accuracy: { fixed: undefined, learned: undefined, standardError: undefined },
    model: undefined,
  };
  const least = Math.min(heldOutBad, heldOut.length - heldOutBad);
  if (fitted.length < MIN_FITTED || least < MIN_HELD_OUT) {
    const found = `${orders.length} settled orders, ${heldOutBad} of the last ${heldOut.length} ended badly`;
    return { kind: "fixed", reason: `Fixed weights: there is too little to learn from (${found}).`, ...none };
  }
  const model = fitLogistic(fitted);
  const tried = heldOut.map((order) => ({ ...order, learned: toShare(predict(model, order.features)) }));
  const { fixed, learned } = accuracyOn(tried);
  const gains = stratified(tried, FOLDS).map((fold) => {
    const accuracy = accuracyOn(fold);
    return accuracy.learned - accuracy.fixed;
  });
  const error = standardErrorOf(gains);
  const isBetter = learned - fixed >= MIN_GAIN && learned - fixed > error;
  const figures =
    `${percent(learned)} against ${percent(fixed)} on ${heldOut.length} orders held out, ` +
    `with a standard error of ${percent(error)}`;
  const reason = isBetter
    ? `Learned from ${fitted.length} orders: it tells good from bad outcomes better than the fixed weights, ${figures}.`
    : `Fixed weights: what was learned from ${fitted.length} orders is not clearly better, ${figures}.`;
  const accuracy = { fixed: toShare(fixed), learned: toShare(learned), standardError: toShare(error) };
  return { kind: isBetter ? "learned" : "fixed", reason, orders: counts, accuracy, model };
}

interface Tried {
  isGood: boolean;
  fixed: number;
  learned: number;
}

function accuracyOn(orders: readonly Tried[]): { fixed: number; learned: number } {
  const by = (name: "fixed" | "learned") =>
    areaUnderCurve(orders.map((order) => ({ score: order[name], isGood: order.isGood }))) ?? 0;
  return { fixed: by("fixed"), learned: by("learned") };
}

/** Deals orders out to parts in turn, those of each outcome by themselves, so that every part has some of both. */
function stratified<Order extends { isGood: boolean }>(orders: readonly Order[], parts: number): Order[][] {
  const folds = Array.from({ length: parts }, (): Order[] => []);
  for (const isGood of [true, false]) {
    orders.filter((order) => order.isGood === isGood).forEach((order, index) => folds[index % parts]?.push(order));
  }
  return folds;
}

/** The standard error of the mean. */
function standardErrorOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}

/** The features of a model, from 0 to 1. */
export function featuresOf({ quality }: Figures): number[] {
  return QUALITY.map((name) => quality[name] / ONE);
}

/** The quality by the fixed weights, in parts per million. */
export function fixedQuality({ quality }: Figures): number {
  return Math.round(QUALITY.reduce((sum, name) => sum + WEIGHTS[name] * quality[name], 0) / QUALITY_WEIGHT);
}

/** Points that the parts of the quality have together. */
export const QUALITY_WEIGHT: number = QUALITY.reduce((sum, name) => sum + WEIGHTS[name], 0);

/** The quality of a provider, in parts per million. */
export function qualityOf(figures: Figures, { kind, model }: Ranking): number {
  if (kind === "fixed" || model === undefined) return fixedQuality(figures);
  return toShare(predict(model, featuresOf(figures)));
}

async function readExamples(db: Snapshot, dialect: Dialect, now: number): Promise<JudgedOrder[]> {
  const services = await servicesWithOrders(db, dialect);
  const records = await readRecords(db, dialect, services, now);
  const prices = new Map(services.map(({ id, price }) => [id, price]));
  // One wallet may have several services; its orders count once.
  const byWallet = new Map(services.map(({ id, wallet }) => [wallet, id]));
  const orders = [...byWallet.values()].flatMap((id) => {
    const record = records.get(id);
    return record === undefined
      ? []
      : settled(record).map((order) => ({ ...order, record, price: prices.get(id) ?? null }));
  });
  orders.sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
  const examples: JudgedOrder[] = [];
  for (const { openedAt, isGood, record, price } of orders.slice(-LEARNED_ORDERS)) {
    const figures = figuresOf(record, price, openedAt - 1);
    examples.push({ openedAt, isGood, features: featuresOf(figures), fixed: fixedQuality(figures) });
    if (examples.length % STEP === 0) await others();
  }
  return examples;
}

/** The services whose wallets were the payees of the last orders that are over. */
async function servicesWithOrders(db: Snapshot, dialect: Dialect): Promise<(Candidate & { price: bigint | null })[]> {
  const last = await db
    .selectFrom("deals")
    .select("payee")
    // An expression, so that SQLite takes the index by time and not the one by kind, after which it would sort.
    .where(sql<string>`(kind || '')`, "=", "order")
    .where("closedAt", "is not", null)
    .orderBy("closedAt", "desc")
    .orderBy("id", "desc")
    .limit(LEARNED_ORDERS)
    .execute();
  const payees = [...new Set(last.map(({ payee }) => payee))].slice(0, LEARNED_PAYEES);
  const rows = await db
    .selectFrom("services")
    .select(["id", "owner", "wallet", "updatedAt", "price"])
    .where("wallet", "in", oneOf(dialect, payees))
    .execute();
  rows.sort((a, b) => a.id - b.id);
  return rows.map((row) => ({
    ...row,
    wallet: row.wallet as string,
    price: row.price === null ? null : BigInt(row.price),
  }));
}

/** Orders of payers that count, and how they ended. */
function settled({ ratings, outcomes, weights }: ProviderRecord): { id: string; openedAt: number; isGood: boolean }[] {
  const scores = new Map(ratings.map(({ dealId, score }) => [dealId, score]));
  return outcomes.flatMap((outcome) => {
    const { id, payer, openedAt } = outcome;
    if ((weights.get(payer) ?? 0) < ONE / 2) return [];
    return { id, openedAt, isGood: keptOf(outcome) === ONE && (scores.get(id) ?? ONE) >= CONTENT_FROM };
  });
}

function toShare(value: number): number {
  return Math.round(value * ONE);
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
