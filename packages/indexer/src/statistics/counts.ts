import { ZeroAddress } from "ethers";
import { exactSum } from "../query/amounts.js";
import type { Period } from "./period.js";
import type { BlockRange, Source } from "./source.js";

/** Services that were registered: their first transfer comes from nobody. */
export async function servicesRegistered({ db }: Source, { first, last }: BlockRange): Promise<number> {
  const { count } = await db
    .selectFrom("serviceTransfers")
    .select((select) => select.fn.countAll<number | string>().as("count"))
    .where("block", ">=", first)
    .where("block", "<=", last)
    .where("from", "=", ZeroAddress)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function mandatesAccepted({ db }: Source, { from, to }: Period): Promise<number> {
  const { count } = await db
    .selectFrom("mandates")
    .select((select) => select.fn.countAll<number | string>().as("count"))
    .where("createdAt", ">=", from)
    .where("createdAt", "<", to)
    .where("acceptedAt", "is not", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Fees that left the hub for the treasury. */
export async function collectedIn({ db, dialect }: Source, { first, last }: BlockRange): Promise<string> {
  const { sum } = await db
    .selectFrom("feeCollections")
    .select((select) => exactSum(select.ref("amount"), dialect).as("sum"))
    .where("block", ">=", first)
    .where("block", "<=", last)
    .executeTakeFirstOrThrow();
  return String(BigInt(sum));
}
