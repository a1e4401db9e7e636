import type { IndexedDeal } from "../../deals/standing.ts";

const BPS = 10_000n;

/** What an order still holds for its payee, in base units, fee deducted as the hub does it. */
export function heldOf({ funded, paid, feeBps }: Pick<IndexedDeal, "funded" | "paid" | "feeBps">): bigint {
  return netOf(BigInt(funded), feeBps) - netOf(BigInt(paid), feeBps);
}

function netOf(amount: bigint, feeBps: number): bigint {
  return amount - (amount * BigInt(feeBps)) / BPS;
}
