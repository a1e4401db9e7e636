import { netOf } from "@servicecoin/sdk/arithmetic";
import type { IndexedDeal } from "../../deals/standing.ts";

/** What an order still holds for its payee, in base units, fee deducted as the hub does it. */
export function heldOf({ funded, paid, feeBps }: Pick<IndexedDeal, "funded" | "paid" | "feeBps">): bigint {
  const rate = BigInt(feeBps);
  return netOf(BigInt(funded), rate) - netOf(BigInt(paid), rate);
}
