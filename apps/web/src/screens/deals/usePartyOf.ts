import { useCallback } from "react";
import { usePayoutAccounts } from "../../chain/payoutAccounts.ts";
import type { IndexedDeal } from "../../deals/standing.ts";
import { useAccount } from "../../wallet/session.ts";

type Parties = Pick<IndexedDeal, "payer" | "payee">;

/** Finds the user's account as a party of a deal or mandate: its payout account if that is the payee, for which its owner acts. */
export function usePartyIn(): (deal: Parties) => string | undefined {
  const account = useAccount();
  const payouts = usePayoutAccounts(account);
  return useCallback(
    ({ payer, payee }) => {
      const isPayout = payer !== account && payouts.some((one) => one.account === payee);
      return isPayout && payee !== null ? payee : account;
    },
    [account, payouts],
  );
}

/** The user's account as a party of this deal or mandate. */
export function usePartyOf(deal: Parties): string | undefined {
  return usePartyIn()(deal);
}
