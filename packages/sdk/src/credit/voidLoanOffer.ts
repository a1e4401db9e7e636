import { action, call } from "../core/action.js";
import type { Loan } from "./loan.js";

/**
 * Withdraws an offer that was not taken, and with it every signature on it. Only the lender may do this.
 * @throws ServiceCoinError `CreditUnauthorized`, `CreditWrongStatus`
 */
export const voidLoanOffer = action(({ credit }, { loan }: { loan: Loan }) => call(credit.voidOffer, [loan]));
