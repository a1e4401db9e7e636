import { exactSum } from "../query/amounts.js";
import type { Period } from "./period.js";
import type { Statistics } from "./schema.js";
import { bps } from "./shares.js";
import type { BlockRange, Source } from "./source.js";

/** What the hub held for deals at the end of a period: what it holds now, less what has changed since. */
export async function escrowOf({ db, dialect }: Source, { end }: BlockRange): Promise<string> {
  const now = await db
    .selectFrom("deals")
    .select((select) => [
      exactSum(select.ref("funded"), dialect).as("funded"),
      exactSum(select.ref("paid"), dialect).as("paid"),
    ])
    .where("state", "in", ["open", "delivered", "disputed"])
    .executeTakeFirstOrThrow();
  const since = await db
    .selectFrom("dealEvents")
    .select((select) => [
      exactSum(select.ref("deposited"), dialect).as("deposited"),
      exactSum(select.ref("toPayee"), dialect).as("toPayee"),
      exactSum(select.ref("toPayer"), dialect).as("toPayer"),
    ])
    .where("block", ">", end)
    .executeTakeFirstOrThrow();
  const change = BigInt(since.deposited) - BigInt(since.toPayee) - BigInt(since.toPayer);
  return String(BigInt(now.funded) - BigInt(now.paid) - change);
}

type Recurring = Omit<Statistics["streams"], "income" | "honest">;

interface Accruing {
  kind: string;
  openedAt: number;
  /** When it was canceled or its deadline passed; Infinity while it accrues. */
  endedAt: number;
  dailyRate: bigint;
}

const DAY = 86_400n;

/** Streams and subscriptions at the edges of a period and in it. */
export async function recurringOf(
  source: Source,
  period: Period,
  range: BlockRange,
): Promise<{ streams: Recurring; subscriptions: Recurring }> {
  const deals = await accruingDeals(source, period, range);
  const of = (kind: string) =>
    recurring(
      deals.filter((deal) => deal.kind === kind),
      period,
      source.at.time,
    );
  return { streams: of("stream"), subscriptions: of("subscription") };
}

function recurring(deals: readonly Accruing[], { from, to }: Period, now: number): Recurring {
  // A deadline that is yet to come has not passed.
  const end = Math.min(to, now + 1);
  const isActive = ({ openedAt, endedAt }: Accruing, edge: number) => openedAt < edge && endedAt >= edge;
  const atEnd = deals.filter((deal) => isActive(deal, end));
  const activeAtStart = deals.filter((deal) => isActive(deal, from)).length;
  const ended = deals.filter(({ endedAt }) => endedAt >= from && endedAt < end).length;
  return {
    activeAtStart,
    started: deals.filter(({ openedAt }) => openedAt >= from && openedAt < end).length,
    ended,
    activeAtEnd: atEnd.length,
    churnBps: bps(ended, activeAtStart),
    dailyRate: String(atEnd.reduce((sum, { dailyRate }) => sum + dailyRate, 0n)),
  };
}

/** Streams and subscriptions that were open at the start of a period or later. */
async function accruingDeals({ db }: Source, { to }: Period, { first, end }: BlockRange): Promise<Accruing[]> {
  const columns = ["id", "kind", "price", "period", "deadline", "openedAt", "closedAt"] as const;
  const open = await db
    .selectFrom("deals")
    .select(columns)
    .where("state", "=", "open")
    .where("createdAt", "<", to)
    .where("kind", "in", ["stream", "subscription"])
    .execute();
  const canceled = await db
    .selectFrom("dealEvents")
    .innerJoin("deals", "deals.id", "dealEvents.dealId")
    .select(columns.map((column) => `deals.${column}` as const))
    .where("dealEvents.block", ">=", first > 0 ? first : end + 1)
    .where("dealEvents.event", "=", "Canceled")
    .where("deals.createdAt", "<", to)
    .execute();
  return [...open, ...canceled].map(({ kind, price, period, deadline, openedAt, closedAt }) => ({
    kind,
    openedAt: openedAt ?? 0,
    endedAt: Math.min(closedAt ?? Infinity, deadline === 0 ? Infinity : deadline),
    // The price of a stream is per second: its period is 1.
    dailyRate: (BigInt(price) * DAY) / BigInt(period),
  }));
}
