import { getAddress } from "ethers";
import { exactSum } from "../../query/amounts.js";
import type { Reader } from "../../query/reader.js";
import { partsOf, parsePeriod, periodsBackFrom, type Period } from "../period.js";
import type { Statistics } from "../schema.js";
import { addressesOf, blocksOf, firstTime, type Source } from "../source.js";
import { statisticsOf, withSource } from "../statistics.js";

/** A payee of the day. */
export interface Earner {
  address: string;
  /** Name of its service, as the owner chose it; null without one. */
  service: string | null;
  payments: number;
  /** What it received, in base units. */
  net: bigint;
}

/** What a daily report is made of. */
export interface ReportData {
  day: Statistics;
  /** The day before; undefined if nothing was indexed then. */
  before: Statistics | undefined;
  /** The hours of the day that have begun. */
  hours: Statistics[];
  /** The days up to this one, the earliest first. */
  days: Statistics[];
  /** The payees that received most. */
  earners: Earner[];
  chainId: string;
  /** Address of the hub. */
  hub: string;
  /** The last block that is indexed. */
  at: { block: number; time: number };
}

const DAYS = 14;
const EARNERS = 10;

/**
 * Reads what a daily report is made of, from one snapshot.
 * @param day Such as 2026-11-29, in UTC.
 * @throws InvalidPeriod, PeriodError
 */
export async function readReportData(reader: Reader, day: string): Promise<ReportData> {
  const period = parsePeriod("day", day);
  return withSource(reader, async (source) => {
    const statistics = await statisticsOf(source, period);
    const since = await firstTime(source);
    const days: Statistics[] = [];
    for (const one of periodsBackFrom(period, DAYS, since).reverse()) days.push(await statisticsOf(source, one));
    const hours: Statistics[] = [];
    const begun = partsOf(period, "hour").filter(({ from }) => from <= source.at.time);
    for (const hour of begun) hours.push(await statisticsOf(source, hour));
    const { chainId, hub } = await systemOf(source);
    const earners = await earnersOf(source, period);
    const { block, time } = source.at;
    return { day: statistics, before: days.at(-2), hours, days, earners, chainId, hub, at: { block, time } };
  });
}

async function systemOf(source: Source): Promise<{ chainId: string; hub: string }> {
  const { value } = await source.db
    .selectFrom("meta")
    .select("value")
    .where("key", "=", "identity")
    .executeTakeFirstOrThrow();
  const { chainId } = JSON.parse(value) as { chainId?: string };
  const { PaymentHub } = await addressesOf(source);
  return { chainId: chainId ?? "", hub: PaymentHub === undefined ? "" : getAddress(PaymentHub) };
}

async function earnersOf(source: Source, period: Period): Promise<Earner[]> {
  const { db, dialect } = source;
  const { first, last } = await blocksOf(source, period);
  const rows = await db
    .selectFrom("payments")
    .select((select) => [
      "payee",
      select.fn.countAll<number | string>().as("payments"),
      exactSum(select.ref("amount"), dialect).as("gross"),
      exactSum(select.ref("fee"), dialect).as("fees"),
    ])
    .where("block", ">=", first)
    .where("block", "<=", last)
    .groupBy("payee")
    .execute();
  const sorted = rows
    .map(({ payee, payments, gross, fees }) => {
      return { payee, payments: Number(payments), net: BigInt(gross) - BigInt(fees) };
    })
    .sort((a, b) => (a.net === b.net ? (a.payee < b.payee ? -1 : 1) : a.net > b.net ? -1 : 1))
    .slice(0, EARNERS);
  const names = await serviceNames(
    source,
    sorted.map(({ payee }) => payee),
  );
  return sorted.map(({ payee, payments, net }) => {
    return { address: getAddress(payee), service: names.get(payee) ?? null, payments, net };
  });
}

/** Names of the first services that are paid to these accounts. */
async function serviceNames({ db }: Source, accounts: readonly string[]): Promise<Map<string, string>> {
  if (accounts.length === 0) return new Map();
  const services = await db
    .selectFrom("services")
    .select(["id", "wallet", "name"])
    .where("wallet", "in", accounts)
    .orderBy("id", "desc")
    .execute();
  return new Map(services.map(({ id, wallet, name }) => [wallet ?? "", name ?? `service ${id}`]));
}
