import type { ItemOf } from "@servicecoin/indexer/client";
import { useIndexedList } from "./indexed.ts";

/** A payout account, as the index has it. */
export type PayoutAccount = ItemOf<"/payout-accounts">;

/** Payout accounts of an account, the newest first. An account has few: one page has all. */
export function usePayoutAccounts(owner: string | undefined): PayoutAccount[] {
  return useIndexedList("/payout-accounts", { owner, limit: 200 }, { enabled: owner !== undefined }).items;
}
