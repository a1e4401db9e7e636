import type { Reader } from "../query/reader.js";
import { creditOf } from "./credit.js";
import { escrowOf, recurringOf } from "./deals.js";
import { governanceOf } from "./governance.js";
import { honestOf } from "./honest.js";
import { participantsOf, totalsOf, x402Of } from "./payments.js";
import { PAYMENT_KINDS, type PaymentKind } from "./paymentTally.js";
import { periodAt, periodsBackFrom, type Period, type Unit } from "./period.js";
import type { Statistics } from "./schema.js";
import { bps, percentile, weighted } from "./shares.js";
import { addressesOf, blocksOf, firstTime, type BlockRange, type Source } from "./source.js";
import { Cache, tallyOf } from "./cache.js";
import { treasuryOf } from "./treasury.js";
import { collectedIn, mandatesAccepted, servicesRegistered } from "./counts.js";

/** A period that cannot be answered. */
export class PeriodError extends RangeError {
  override readonly name = "PeriodError";
}

/** Results of periods that are over. A period is known by the hash of its last block, which a reorganization changes. */
const finished = new Cache<Statistics>(2_000);

/**
 * The statistics of a period.
 * @throws PeriodError for a period that had not begun at the last block of the snapshot
 */
export async function statisticsOf(source: Source, period: Period): Promise<Statistics> {
  const { at } = source;
  if (period.from > at.time) {
    const now = new Date(at.time * 1000).toISOString();
    throw new PeriodError(`${period.key} has not begun: the index is at block ${at.block} of ${now}`);
  }
  const complete = at.time >= period.to;
  const addresses = await addressesOf(source);
  const range = await blocksOf(source, period);
  const system = addresses["PaymentHub"] ?? "";
  const place = `${system} ${period.unit} ${period.key}`;
  // Without a block of its own, the period depends on the blocks before it.
  const version = range.hash === "" ? undefined : range.hash;
  const known = complete && version !== undefined ? finished.get(`${place} ${version}`) : undefined;
  if (known !== undefined) return known;
  const statistics = await compute(source, period, range, { addresses, place, complete });
  if (complete && version !== undefined) finished.set(`${place} ${version}`, statistics);
  return statistics;
}

/** The statistics of a period, by a reader. @throws PeriodError as `statisticsOf`, and before anything is indexed */
export async function readStatistics(reader: Reader, period: Period): Promise<Statistics> {
  return withSource(reader, (source) => statisticsOf(source, period));
}

/** The statistics of the last periods up to the last block that is indexed, the newest first. */
export async function readLastStatistics(reader: Reader, unit: Unit, count: number): Promise<Statistics[]> {
  return withSource(reader, async (source) => {
    const periods = periodsBackFrom(periodAt(unit, source.at.time), count, await firstTime(source));
    const all: Statistics[] = [];
    for (const period of periods) all.push(await statisticsOf(source, period));
    return all;
  });
}

/** Answers from one snapshot of a reader. @throws PeriodError before anything is indexed */
export async function withSource<Result>(reader: Reader, answer: (source: Source) => Promise<Result>): Promise<Result> {
  return reader.read(async (db, { cursor }) => {
    if (cursor === undefined) throw new PeriodError("Nothing is indexed yet");
    return answer({ db, dialect: reader.dialect, at: cursor });
  });
}

interface Place {
  addresses: Record<string, string>;
  place: string;
  complete: boolean;
}

async function compute(
  source: Source,
  period: Period,
  range: BlockRange,
  { addresses, place, complete }: Place,
): Promise<Statistics> {
  const { payments, deals } = await tallyOf(source, period, place, range, complete);
  const { unit, key, from, to } = period;
  const all = totalsOf([...payments.kinds.values()]);
  const honest = await honestOf(payments);
  const kind = (name: PaymentKind) => ({
    ...totalsOf([payments.kinds.get(name)].filter((found) => found !== undefined)),
    honest: honest.byKind[name],
  });
  const byKind = Object.fromEntries(PAYMENT_KINDS.map((name) => [name, kind(name)])) as Record<
    PaymentKind,
    ReturnType<typeof kind>
  >;
  const { streams, subscriptions } = await recurringOf(source, period, range);
  const kept = deals.delivered + deals.paidAhead;
  return {
    period: { unit, key, from, to, complete },
    payments: { ...all, byKind },
    fees: {
      usersPaid: all.gross,
      providersGot: all.net,
      daoGot: all.fees,
      collected: await collectedIn(source, range),
    },
    honest: honest.all,
    payers: await participantsOf(source, "payer", payments.paidBy(), from),
    payees: await participantsOf(source, "payee", payments.paidTo(), from),
    services: { registered: await servicesRegistered(source, range) },
    orders: {
      opened: deals.opened.get("order") ?? 0,
      delivered: deals.delivered,
      settled: deals.settled,
      refunded: deals.refunded,
      disputed: deals.disputed,
      resolved: deals.resolved,
      timeToDelivery: durationsOf(deals.toDelivery),
      timeToRelease: durationsOf(deals.toRelease),
      onTimeBps: bps(kept, kept + deals.undelivered),
    },
    escrow: {
      lockedAtEnd: await escrowOf(source, range),
      deposited: String(deals.deposited),
      paidOut: String(deals.toPayees),
      returned: String(deals.toPayers),
    },
    streams: { ...streams, ...incomeOf(byKind.stream) },
    subscriptions: { ...subscriptions, ...incomeOf(byKind.subscription) },
    mandates: {
      accepted: await mandatesAccepted(source, period),
      charges: byKind.mandate.payments,
      ...incomeOf(byKind.mandate),
    },
    credit: await creditOf(source, range),
    x402: { ...byKind.x402, ...x402Of(payments) },
    governance: await governanceOf(source, period, range),
    treasury: await treasuryOf(source, range, addresses),
  };
}

/** What deals of a kind were paid, with what it is worth. */
function incomeOf({ gross, honest }: Statistics["payments"]["byKind"]["order"]) {
  return { income: gross, honest };
}

function durationsOf(seconds: readonly number[]): Statistics["orders"]["timeToDelivery"] {
  const sorted = weighted(seconds);
  return { median: percentile(sorted, 50), p90: percentile(sorted, 90) };
}
