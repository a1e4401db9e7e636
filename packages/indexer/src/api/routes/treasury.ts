import { z } from "zod";
import type { Selectable } from "kysely";
import { exactSum } from "../../query/amounts.js";
import { usedAt } from "../../query/limits.js";
import type { Schema } from "../../query/reader.js";
import { address, addressParam, amount, bytes, count, hash, oneOf, position, time } from "../fields.js";
import { NEWEST, page, type Order } from "../page.js";
import { list, type Question } from "../route.js";
import { checksum, checksumOrNull, digits, positionOf } from "../values.js";

const KINDS = ["paid", "spent", "received", "executed"] as const;

const flow = z.object({
  ...position,
  kind: z.enum(KINDS).describe("`spent` is paid out of a budget, `executed` is a call as the treasury."),
  asset: address.describe("Zero for ether."),
  account: address.describe("Who received it, or sent it to the treasury."),
  amount: amount.describe("Base units of the asset, wei for ether."),
  steward: address.nullable().describe("Who spent it; null when the DAO did, or it was received."),
  reference: hash.nullable().describe("Reference of the payment; null for what was received."),
  data: bytes.nullable().describe("Data of an executed call; null for all other flows."),
});

export const treasuryFlows = list({
  path: "/treasury/flows",
  tag: "Treasury",
  summary: "What the treasury paid and received in ether, the newest first. Income in SCV is among the transfers",
  input: {
    kind: oneOf(KINDS).optional().describe("Only of this kind."),
    asset: addressParam.optional().describe("Only of this asset; zero for ether."),
    account: addressParam.optional().describe("Only to or from this account."),
  },
  item: flow,
  answer: async (question) => {
    const { kind, asset, account } = question.input;
    const all = question.db
      .selectFrom("treasuryFlows")
      .selectAll()
      .$if(kind !== undefined, (query) => query.where("kind", "=", kind as string))
      .$if(asset !== undefined, (query) => query.where("asset", "=", asset as string))
      .$if(account !== undefined, (query) => query.where("account", "=", account as string));
    return page(question, all, NEWEST, (row) => ({
      ...positionOf(row),
      kind: row.kind as (typeof KINDS)[number],
      asset: checksum(row.asset),
      account: checksum(row.account),
      amount: digits(row.amount),
      steward: checksumOrNull(row.steward),
      reference: row.ref,
      data: row.data,
    }));
  },
});

const budget = z.object({
  steward: address,
  asset: address.describe("Zero for ether."),
  amount: amount.describe("0 when it was taken away."),
  period: count.describe("Seconds in which an empty budget refills."),
  available: amount.describe("What can be spent at the block's time."),
  spent: amount.describe("Since it was set."),
  setAt: time,
});

const BY_STEWARD: Order = { by: { steward: "text", asset: "text" }, direction: "asc" };

export const budgets = list({
  path: "/treasury/budgets",
  tag: "Treasury",
  summary: "Budgets of the stewards",
  input: { steward: addressParam.optional().describe("Only of this steward.") },
  item: budget,
  answer: async (question) => {
    const { steward } = question.input;
    const all = question.db
      .selectFrom("budgets")
      .selectAll()
      .$if(steward !== undefined, (query) => query.where("steward", "=", steward as string));
    return page(question, all, BY_STEWARD, (row) => {
      const [limit, used] = [BigInt(row.amount), BigInt(row.used)];
      const taken = usedAt({ ...row, amount: limit, used }, question.at.time);
      return {
        ...{ steward: checksum(row.steward), asset: checksum(row.asset), amount: limit.toString(), period: row.period },
        available: (limit > taken ? limit - taken : 0n).toString(),
        ...{ spent: digits(row.spent), setAt: row.setAt },
      };
    });
  },
});

const limit = z.object({ amount, period: count.describe("Seconds; 0 for no limit."), available: amount });

const cap = z.object({
  asset: address.describe("Zero for ether."),
  current: limit.describe("What may leave in any period, and what is available at the block's time."),
  scheduled: z
    .object({ amount, period: count, effectiveAt: time })
    .nullable()
    .describe("What `applyCap` will set, amount and period 0 to remove the cap; null when no change is scheduled."),
  applicable: limit.nullable().describe("What limits the next payment after `applyCap`; null until that is allowed."),
  setAt: time.nullable().describe("When the current cap was set; null while there is none."),
});

const BY_ASSET: Order = { by: { asset: "text" }, direction: "asc" };

export const caps = list({
  path: "/treasury/caps",
  tag: "Treasury",
  summary: "Caps on what leaves the treasury. Tokens that a call as the treasury moved are not counted as used",
  input: { asset: addressParam.optional().describe("Only on this asset; zero for ether.") },
  item: cap,
  answer: async (question) => {
    const { asset } = question.input;
    const all = question.db
      .selectFrom("caps")
      .selectAll()
      .$if(asset !== undefined, (query) => query.where("asset", "=", asset as string));
    const { items, next } = await page(question, all, BY_ASSET, (row) => row);
    const complete: z.output<typeof cap>[] = [];
    for (const row of items) complete.push(await toCap(question, row));
    return { items: complete, next };
  },
});

type CapRow = Selectable<Schema["caps"]>;

async function toCap(question: Question<unknown>, row: CapRow): Promise<z.output<typeof cap>> {
  const { effectiveAt, scheduledAmount, scheduledPeriod } = row;
  const current = await limitOf(question, row, row.amount, row.period);
  const scheduled =
    effectiveAt === null ? null : { amount: digits(scheduledAmount ?? "0"), period: scheduledPeriod ?? 0, effectiveAt };
  const isDue = effectiveAt !== null && question.at.time >= effectiveAt;
  const applicable = isDue ? await limitOf(question, row, scheduledAmount, scheduledPeriod) : null;
  return { asset: checksum(row.asset), current, scheduled, applicable, setAt: row.setAt };
}

/** What is left of a limit: the payments of its period count, from the first cap on. */
async function limitOf(
  { db, dialect, at }: Question<unknown>,
  { asset, sinceBlock, sinceLog }: CapRow,
  most: string | null,
  period: number | null,
): Promise<z.output<typeof limit>> {
  const { total } = await db
    .selectFrom("treasuryFlows")
    .select((eb) => exactSum(eb.ref("amount"), dialect).as("total"))
    .where("asset", "=", asset)
    .where("time", ">", at.time - Math.max(period ?? 0, 1))
    .where("kind", "!=", "received")
    .where((eb) =>
      eb.or([
        eb("block", ">", sinceBlock ?? 0),
        eb.and([eb("block", "=", sinceBlock ?? 0), eb("logIndex", ">", sinceLog ?? 0)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  const [whole, used] = [BigInt(most ?? "0"), BigInt(total)];
  return { amount: whole.toString(), period: period ?? 0, available: (whole > used ? whole - used : 0n).toString() };
}
