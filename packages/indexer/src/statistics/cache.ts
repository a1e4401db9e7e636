import { DealTally, DEAL_EVENT_COLUMNS, type DealEventRow } from "./dealTally.js";
import {
  PAYMENT_COLUMNS,
  PaymentTally,
  PLAIN_TRANSFER,
  RETURN_COLUMNS,
  RETURN_CONDITION,
  type PaymentRow,
  type ReturnRow,
} from "./paymentTally.js";
import { addMonth } from "./monthSums.js";
import type { Period } from "./period.js";
import { rowsOf, type BlockRange, type Source } from "./source.js";

/** Values by key. The one that was not used for the longest time makes room. */
export class Cache<Value> {
  readonly #values = new Map<string, Value>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#size && oldest !== undefined) this.#values.delete(oldest);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}

/** What the facts of a period add up to. */
export interface Tally {
  payments: PaymentTally;
  deals: DealTally;
}

interface Begun extends Tally {
  /** The last block that is counted. */
  block: number;
  hash: string;
}

/**
 * Tallies of periods that are not over: the current hour, day and month of a few systems. The next answer adds only the
 * blocks that are new.
 */
const begun = new Cache<Begun>(8);

/** Tallies that grow at the moment; another answer of the same period counts by itself. */
const growing = new Set<string>();

/** Counts payments and deals of a period. */
export async function tallyOf(
  source: Source,
  period: Period,
  place: string,
  range: BlockRange,
  isComplete: boolean,
): Promise<Tally> {
  if (growing.has(place)) return counted(source, period, range);
  growing.add(place);
  try {
    const known = await knownTally(source, place, range);
    // A tally that was read halfway must not be found again.
    begun.delete(place);
    const tally =
      known === undefined ? await counted(source, period, range) : await grown(source, known, range, known.block);
    if (!isComplete && range.hash !== "") begun.set(place, { ...tally, block: range.last, hash: range.hash });
    return tally;
  } finally {
    growing.delete(place);
  }
}

/** What was counted before, if its blocks are still those of the snapshot. */
async function knownTally({ db }: Source, place: string, range: BlockRange): Promise<Begun | undefined> {
  const known = begun.get(place);
  if (known === undefined || known.block > range.last) return undefined;
  const block = await db.selectFrom("blocks").select("hash").where("number", "=", known.block).executeTakeFirst();
  return block?.hash === known.hash ? known : undefined;
}

/** Counts a period from its beginning: a month by the sums that the index keeps, what is shorter by its payments. */
async function counted(source: Source, { unit, from }: Period, range: BlockRange): Promise<Tally> {
  const [payments, deals] = [new PaymentTally(), new DealTally()];
  if (unit === "month" && range.last >= range.first) {
    await addMonth(source, payments, from, range);
  } else {
    for await (const rows of rowsOf<PaymentRow>(source, PAYMENT_COLUMNS, "payments", range)) payments.add(rows);
    const returns = rowsOf<ReturnRow>(source, RETURN_COLUMNS, "t", range, RETURN_CONDITION);
    for await (const rows of returns) payments.addReturns(rows, true);
  }
  payments.settle();
  await addDeals(source, deals, range);
  return { payments, deals };
}

/** Adds what is in the blocks of the period after `last`. */
async function grown(source: Source, { payments, deals }: Tally, range: BlockRange, last: number): Promise<Tally> {
  const added = { first: last + 1, last: range.last };
  for await (const rows of rowsOf<PaymentRow>(source, PAYMENT_COLUMNS, "payments", added)) payments.add(rows);
  const returns = rowsOf<ReturnRow>(source, RETURN_COLUMNS, "t", added, RETURN_CONDITION);
  for await (const rows of returns) payments.addReturns(rows, false);
  await addEarlierReturns(source, payments, range);
  payments.settle();
  await addDeals(source, deals, added);
  return { payments, deals };
}

async function addDeals(source: Source, deals: DealTally, range: Pick<BlockRange, "first" | "last">): Promise<void> {
  for await (const rows of rowsOf<DealEventRow>(source, DEAL_EVENT_COLUMNS, "e", range)) deals.add(rows);
}

/** Payees that are asked for at once. */
const CHUNK = 200;

/** A return may come before the first payment: the payee lends what it is paid with. */
async function addEarlierReturns(source: Source, payments: PaymentTally, range: BlockRange): Promise<void> {
  const payees = payments.freshPayees();
  for (let start = 0; start < payees.length; start += CHUNK) {
    // Addresses are hexadecimal digits, also of a payee that chose it.
    const chunk = payees.slice(start, start + CHUNK).map((payee) => `'${payee}'`);
    const condition = `${PLAIN_TRANSFER} and t."from" in (${chunk.join(", ")})`;
    const returns = rowsOf<ReturnRow>(source, RETURN_COLUMNS, "t", range, condition);
    for await (const rows of returns) payments.addReturns(rows, true);
  }
}
