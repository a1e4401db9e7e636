import { getAddress, ZeroAddress } from "ethers";
import { exactSum } from "../query/amounts.js";
import type { Statistics } from "./schema.js";
import type { BlockRange, Source } from "./source.js";

/** What reached and left the treasury. */
export async function treasuryOf(
  source: Source,
  range: BlockRange,
  addresses: Readonly<Record<string, string>>,
): Promise<Statistics["treasury"]> {
  const coin = addresses["ServiceCoin"];
  const treasury = addresses["Treasury"] ?? "";
  const rows = await source.db
    .selectFrom("treasuryFlows")
    .select((select) => ["kind", "asset", exactSum(select.ref("amount"), source.dialect).as("amount")])
    .where("block", ">=", range.first)
    .where("block", "<=", range.last)
    .groupBy(["kind", "asset"])
    .execute();
  let received = 0n;
  const out = new Map<string, bigint>();
  for (const { kind, asset, amount } of rows) {
    if (kind === "received") received += BigInt(amount);
    else out.set(asset, (out.get(asset) ?? 0n) + BigInt(amount));
  }
  const others = [...out].filter(([asset]) => asset !== coin && asset !== ZeroAddress);
  return {
    // The coin's own transfers also show what the treasury approved or sent by a call.
    scv: {
      in: await transferred(source, range, treasury, "to"),
      out: await transferred(source, range, treasury, "from"),
    },
    ether: { in: String(received), out: String(out.get(ZeroAddress) ?? 0n) },
    others: others
      .map(([asset, amount]) => ({ asset: getAddress(asset), out: String(amount) }))
      .sort((a, b) => (a.asset < b.asset ? -1 : 1)),
  };
}

async function transferred(
  { db, dialect }: Source,
  { first, last }: BlockRange,
  account: string,
  side: "from" | "to",
): Promise<string> {
  const { sum } = await db
    .selectFrom("transfers")
    .select((select) => exactSum(select.ref("amount"), dialect).as("sum"))
    .where(side, "=", account)
    .where("block", ">=", first)
    .where("block", "<=", last)
    .executeTakeFirstOrThrow();
  return String(BigInt(sum));
}
