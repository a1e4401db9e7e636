import { usePayoutAccounts } from "../../chain/payoutAccounts.ts";
import type { IndexedDeal } from "../../deals/standing.ts";
import { useAccount } from "../../wallet/session.ts";

/** The user's account as a party of a deal: its payout account if that is the payee, for which its owner acts. */
export function usePartyOf({ payer, payee }: IndexedDeal): string | undefined {
  const account = useAccount();
  const payout = usePayoutAccounts(account).find((one) => one.account === payee);
  return payer === account ? account : (payout?.account ?? account);
}
